import type { Question } from '../../../src/flows/templates/contract.ts';

type Thing = { id: string; name: string };

/**
 * Suggests an answer to a question: the object with the same name, or else the only one of its kind. Null: the user has to choose. `orFirst`: for
 * templates, where any object is a good start; a copy should do the same as the original.
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
