import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { Button } from '../../ui/Button.tsx';
import { Row } from '../../ui/layout.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Edit } from './edit.ts';
import { type ApiForm, Form } from './form.tsx';

type EditFormProps<Values extends FieldValues> = {
  of: ApiForm<Values> & Edit;
  label: string;
  /** Names the edited object: `this tenant`. */
  what: string;
  /** Why nothing can be changed. Shown at the button and by the page. */
  disabledReason?: string | null;
  children: ReactNode;
};

/** A form for an object that others may edit at the same time. Put a `SaveButton` into it. */
export function EditForm<Values extends FieldValues>({
  of,
  label,
  what,
  disabledReason,
  children,
}: EditFormProps<Values>) {
  return (
    <Form of={of} label={label} readOnly={Boolean(disabledReason)} guarded>
      {of.conflicts && <TheirChanges what={what} conflicts={of.conflicts} onSettle={of.settle} />}
      {children}
    </Form>
  );
}

type SaveButtonProps = { of: { busy: boolean } & Edit; disabledReason?: string | null; children: ReactNode };

export function SaveButton({ of, disabledReason = null, children }: SaveButtonProps) {
  const undecided = of.conflicts ? 'Resolve the conflict first.' : null;
  return (
    <Button type="submit" kind="primary" busy={of.busy} disabledReason={disabledReason ?? undecided}>
      {children}
    </Button>
  );
}

type TheirChangesProps = {
  what: string;
  conflicts: NonNullable<Edit['conflicts']>;
  onSettle: Edit['settle'];
};

/** Shows what another user has saved meanwhile, and lets this user resolve conflicts. */
function TheirChanges({ what, conflicts, onSettle }: TheirChangesProps) {
  const has = (dispute: 'open' | 'lost') => conflicts.some((conflict) => conflict.dispute === dispute);
  const disputed = has('open');
  const kept = has('lost') ? 'The rest of what you typed is still there.' : 'This doesn’t affect what you typed.';
  return (
    <Notice tone="warning" alert comesForward title={`Someone else changed ${what} while you were editing`}>
      {conflicts.length === 0 ? (
        <p>None of the fields here differ.</p>
      ) : (
        <ul>
          {conflicts.map(({ path, name, was, theirs, mine, dispute }) => (
            <li key={path}>
              <strong>{name}</strong> is now “{theirs}”, was “{was}”.{dispute && <> You typed “{mine}”.</>}
              {dispute === 'lost' && <> That is no longer possible.</>}
            </li>
          ))}
        </ul>
      )}
      <p>{disputed ? 'Nothing is saved yet, and what you typed is still there.' : kept}</p>
      <Row tight>
        <Button small kind="primary" onClick={() => onSettle('mine')}>
          {disputed ? 'Keep mine' : 'Keep both'}
        </Button>
        {disputed && (
          <Button small onClick={() => onSettle('theirs')}>
            Use theirs
          </Button>
        )}
      </Row>
    </Notice>
  );
}
