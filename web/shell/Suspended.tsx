import { IconPhoneOff } from '@tabler/icons-react';
import { brandOf, type Session } from '../session.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { useSignOut } from './AccountMenu.tsx';
import styles from './shell.module.css';

/** All that a suspended tenant's people see. */
export function Suspended({ session }: { session: Session }) {
  const signOut = useSignOut();
  const provider = brandOf(session);
  return (
    <div className={styles.alone}>
      <span className={styles.aloneIcon} aria-hidden>
        <IconPhoneOff size={24} />
      </span>
      <Page title="Service suspended" brand={provider}>
        <p>
          The phone service of <strong>{session.tenant?.name}</strong> is suspended. Calls can be neither made nor
          received; who calls you hears that the service is interrupted.
        </p>
        <p>
          <strong>Emergency calls to 911 still go through</strong> from your phones.
        </p>
        <p>
          Your settings, numbers and messages are kept. To have the service back, please contact{' '}
          <strong>{provider}</strong>.
        </p>
        <div>
          <Button onClick={() => void signOut()}>Sign out</Button>
        </div>
      </Page>
    </div>
  );
}
