import type { Question } from '../../../src/flows/templates/contract.ts';
import { NOUNS } from '../../../src/flows/validation/existing.ts';
import { FieldRow, Fieldset } from '../../ui/fields.tsx';
import { ReferenceField } from '../panel/ReferenceField.tsx';
import type { Answers } from './use-answers.ts';

type QuestionsProps = { tenantId: string; questions: readonly Question[]; answers: Answers };

/** Asks for the tenant's objects that a flow needs. Blank ones are chosen in the draft. */
export function Questions({ tenantId, questions, answers }: QuestionsProps) {
  if (questions.length === 0) return null;
  return (
    <Fieldset
      legend="What it uses"
      hint="You can leave these empty and choose later. The draft says what is missing before it’s published."
    >
      <FieldRow>
        {questions.map((question) => (
          <ReferenceField
            key={question.id}
            tenantId={tenantId}
            kind={question.kind}
            label={`${question.label || 'Unnamed'} (${NOUNS[question.kind]})`}
            value={answers.of(question)}
            onChange={(id) => answers.choose(question, id)}
            readOnly={false}
          />
        ))}
      </FieldRow>
    </Fieldset>
  );
}
