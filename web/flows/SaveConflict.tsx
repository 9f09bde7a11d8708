import type { Draft } from '../../src/flows/contract.ts';
import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';

const people = new Intl.ListFormat('en-US');

type SaveConflictProps = { theirs: Draft; busy: boolean; onTheirs: () => void; onMine: () => void };

/** Another user saved the draft since it was loaded. This user decides which one counts. */
export function SaveConflict({ theirs, busy, onTheirs, onMine }: SaveConflictProps) {
  const by = theirs.editors.length > 0 ? ` It was changed by ${people.format(theirs.editors)}.` : '';
  return (
    <Notice tone="warning" alert title="Someone else saved this draft in the meantime">
      <p>Your changes are still here, but not saved.{by}</p>
      <Row tight>
        <Button small disabledReason={busy ? 'Saving…' : null} onClick={onTheirs}>
          Show what they saved
        </Button>
        <Button small busy={busy} onClick={onMine}>
          Save mine over it
        </Button>
      </Row>
    </Notice>
  );
}
