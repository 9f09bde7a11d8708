import type { PEOPLE } from '../../../src/flows/test-cases/contract.ts';
import { SwitchField, TextareaField, TextField } from '../../ui/fields.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import type { TestField, TestInput } from './test-input.ts';
import styles from './testing.module.css';

const PEOPLE_LABELS: Readonly<Record<(typeof PEOPLE)[number], string>> = {
  answered: 'Answer',
  noAnswer: 'Don’t answer',
  busy: 'Are busy',
  unreachable: 'Have no phone registered',
};
const OPTIONS = Object.entries(PEOPLE_LABELS).map(([value, label]) => ({ value, label }));
const isPeople = (value: string | null): value is TestInput['people'] =>
  value !== null && Object.hasOwn(PEOPLE_LABELS, value);

type TestFormProps = {
  input: TestInput;
  errors: Partial<Record<TestField, string>>;
  zone: string;
  onChange: (input: TestInput) => void;
};

/** The input of a test call. */
export function TestForm({ input, errors, zone, onChange }: TestFormProps) {
  const set = (patch: Partial<TestInput>) => onChange({ ...input, ...patch });
  return (
    <div className={styles.form}>
      <TextField
        label="Time of the call"
        type="datetime-local"
        value={input.at}
        description={`In the time zone of ${zone.replaceAll('_', ' ')}.`}
        error={errors.at}
        onChange={(at) => set({ at })}
      />
      {!input.hidden && (
        <TextField
          label="Caller"
          value={input.caller}
          inputMode="tel"
          error={errors.caller}
          onChange={(caller) => set({ caller })}
        />
      )}
      <SwitchField label="The caller hides the number" value={input.hidden} onChange={(hidden) => set({ hidden })} />
      <TextField
        label="Keys pressed"
        value={input.presses}
        placeholder="1 4711#"
        mono
        description="A group for each question, separated by spaces; - presses nothing."
        error={errors.presses}
        onChange={(presses) => set({ presses })}
      />
      <SelectField
        label="Called people"
        options={OPTIONS}
        value={input.people}
        onChange={(people) => isPeople(people) && set({ people })}
      />
      <details className={styles.more}>
        <summary>Called number and servers</summary>
        <div className={styles.form}>
          <TextField
            label="Called number"
            value={input.called}
            inputMode="tel"
            description="Optional. The value of the variable called."
            error={errors.called}
            onChange={(called) => set({ called })}
          />
          <SwitchField
            label="Servers respond"
            description="Off: a step that asks one gets no valid response."
            value={input.responds}
            onChange={(responds) => set({ responds })}
          />
          {input.responds && (
            <TextareaField
              label="Variables in the response"
              value={input.variables}
              rows={3}
              mono
              placeholder="vip=yes"
              description="One per line."
              error={errors.variables}
              onChange={(variables) => set({ variables })}
            />
          )}
        </div>
      </details>
    </div>
  );
}
