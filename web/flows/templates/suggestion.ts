import type { Question } from '../../../src/flows/templates/contract.ts';

type Thing = { id: string; name: string };

/**
 * What of a tenant stands for a question: what has the same name, else the only one of its kind. Null: a person has to choose. `orFirst`: of a
 * template anything is a beginning, while a copy is to do what the original does.
 */
export function suggestion(
  { label }: Pick<Question, 'label'>,
  things: readonly Thing[],
  orFirst: boolean,
): string | null {
  const same = things.filter(({ name }) => name.toLowerCase() === label.toLowerCase());
  const [found, another] = same.length > 0 ? same : things;
  return found && (same.length > 0 || orFirst || !another) ? found.id : null;
}
