import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useFieldArray, useFormState } from 'react-hook-form';
import { MAX_MEMBERS } from '../../src/groups/contract.ts';
import { useShift } from '../kit/forms/shift.ts';
import { DestinationInput } from '../kit/inputs/choices/DestinationInput.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { type GroupForm, NEW_MEMBER } from './group-form.ts';
import styles from './group-members.module.css';

const FIXED = { external: 'An outside number…' };

/** The members of a group in order. Buttons move them, so that a keyboard works as well as a mouse. */
export function GroupMembers({ ordered }: { ordered: boolean }) {
  const { fields, append, remove, move } = useFieldArray<GroupForm, 'members', 'key'>({
    name: 'members',
    keyName: 'key',
  });
  const { errors } = useFormState<GroupForm>({ name: 'members' });
  const { list, shift } = useShift(move);
  const message = errors.members?.root?.message ?? errors.members?.message;
  return (
    <fieldset className={styles.members}>
      <legend>{ordered ? 'Members, in this order' : 'Members'}</legend>
      <ol ref={list}>
        {fields.map(({ key }, index) => (
          <li key={key}>
            <div className={styles.member}>
              <DestinationInput
                name={`members.${index}`}
                label={`Member ${index + 1}`}
                kinds={['extension']}
                fixed={FIXED}
              />
            </div>
            <div className={styles.buttons}>
              <IconButton
                small
                label={`Move member ${index + 1} up`}
                icon={<IconArrowUp size={16} aria-hidden />}
                disabledReason={index === 0 ? 'This is the first.' : null}
                data-move
                onClick={() => shift(index, -1)}
              />
              <IconButton
                small
                label={`Move member ${index + 1} down`}
                icon={<IconArrowDown size={16} aria-hidden />}
                disabledReason={index === fields.length - 1 ? 'This is the last.' : null}
                data-move
                onClick={() => shift(index, 1)}
              />
              <IconButton
                small
                label={`Remove member ${index + 1}`}
                icon={<IconX size={16} aria-hidden />}
                onClick={() => remove(index)}
              />
            </div>
          </li>
        ))}
      </ol>
      {message && <p role="alert">{message}</p>}
      <Button
        small
        icon={<IconPlus size={15} aria-hidden />}
        disabledReason={fields.length >= MAX_MEMBERS ? `A group has at most ${MAX_MEMBERS} members.` : null}
        onClick={() => append(NEW_MEMBER)}
      >
        Add member
      </Button>
    </fieldset>
  );
}
