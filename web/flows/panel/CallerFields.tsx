import type { CallerCondition } from '../../../src/flows/content/parts-contract.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { ReferenceField } from './ReferenceField.tsx';
import { TypedField } from './TypedField.tsx';

const CONDITIONS: readonly { value: CallerCondition['kind']; label: string; begin: CallerCondition }[] = [
  { value: 'inList', label: 'Is in a list of numbers', begin: { kind: 'inList', listId: null } },
  { value: 'inContacts', label: 'Is one of the contacts', begin: { kind: 'inContacts' } },
  { value: 'anonymous', label: 'Hides the number', begin: { kind: 'anonymous' } },
  { value: 'startsWith', label: 'Number starts with', begin: { kind: 'startsWith', prefix: '+1' } },
];

type CallerFieldsProps = {
  condition: CallerCondition;
  take: (condition: CallerCondition, field: string | null) => string | undefined;
  readOnly: boolean;
};

export function CallerFields({ condition, take, readOnly }: CallerFieldsProps) {
  return (
    <>
      <SelectField
        label="The caller"
        options={CONDITIONS}
        value={condition.kind}
        readOnly={readOnly}
        onChange={(kind) => {
          const chosen = CONDITIONS.find(({ value }) => value === kind);
          if (chosen) take(chosen.begin, null);
        }}
      />
      {condition.kind === 'inList' && (
        <ReferenceField
          kind="list"
          label="List of numbers"
          value={condition.listId}
          readOnly={readOnly}
          onChange={(listId) => take({ kind: 'inList', listId }, null)}
        />
      )}
      {condition.kind === 'startsWith' && (
        <TypedField
          label="Beginning of the number"
          value={condition.prefix}
          description="With the country code, such as +1212."
          readOnly={readOnly}
          take={(prefix) => take({ kind: 'startsWith', prefix }, 'prefix')}
        />
      )}
    </>
  );
}
