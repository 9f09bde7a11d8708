import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/CopyField.tsx';
import { CheckField } from '../ui/fields.tsx';
import { Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './account.module.css';

/** The codes are shown only once, so leaving by accident is prevented. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void | Promise<void> }) {
  const [saved, setSaved] = useState(false);
  const copy = async () =>
    (await copyText(codes.join('\n')))
      ? toast.success('Paste them somewhere safe.', 'Copied')
      : toast.error('Select the codes and copy them by hand.', 'Couldn’t copy');
  return (
    <div className="form">
      <Notice tone="warning" title="Save these recovery codes now">
        If you lose your phone, each code signs you in once. They won’t be shown again.
      </Notice>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CheckField label="I have saved my recovery codes" value={saved} onChange={setSaved} />
      <Row end>
        <Button onClick={() => void copy()}>Copy codes</Button>
        <Button kind="primary" disabledReason={saved ? null : 'Save the codes first.'} onClick={() => void onDone()}>
          Done
        </Button>
      </Row>
    </div>
  );
}
