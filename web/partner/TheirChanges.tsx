import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { type Conflict, FIELD_NAMES } from './tenant-form.ts';

export const WHOSE_FIRST = 'First say whose changes count.';

/** Somebody saved this tenant meanwhile: what changed, and whose values count where both changed the same. */
export function TheirChanges({
  conflicts,
  onSettle,
}: {
  conflicts: Conflict[];
  onSettle: (winner: 'mine' | 'theirs') => void;
}) {
  const disputed = conflicts.some((conflict) => conflict.disputed);
  return (
    <Notice tone="warning" alert title="Somebody else changed this tenant while you were editing">
      {conflicts.length === 0 ? (
        <p>None of the fields here differ.</p>
      ) : (
        <ul>
          {conflicts.map(({ field, was, theirs, mine, disputed: both }) => (
            <li key={field}>
              <strong>{FIELD_NAMES[field]}</strong> is now “{theirs}”, was “{was}”.{both && <> You typed “{mine}”.</>}
            </li>
          ))}
        </ul>
      )}
      <p>
        {disputed ? 'Nothing is saved yet, and what you typed is still there.' : 'None of this touches what you typed.'}
      </p>
      <Row tight>
        <Button small kind="primary" onClick={() => onSettle('mine')}>
          {disputed ? 'Keep mine' : 'Go on with both'}
        </Button>
        {disputed && (
          <Button small onClick={() => onSettle('theirs')}>
            Take theirs
          </Button>
        )}
      </Row>
    </Notice>
  );
}
