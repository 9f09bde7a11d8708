import type { FlowContent } from '../content/graph-contract.ts';
import { mapReferences, type Reference, referencesOf } from '../content/references.ts';
import { isOwned } from '../validation/existing.ts';
import type { PortableFlow, Question } from './contract.ts';

/**
 * A flow without anything that belongs to its tenant: each object is replaced by a question, and outside numbers, web addresses and secrets are left
 * out. `names`: the names of the objects by id. `makeId`: makes a new id for each question, so that no id leaves its tenant.
 */
export function toPortable(
  content: FlowContent,
  names: ReadonlyMap<string, string>,
  makeId: () => string,
): PortableFlow {
  const questions = new Map<string, Question>();
  const ask = ({ kind, value }: Reference): string | null => {
    if (!isOwned(kind)) return null;
    const known = questions.get(value);
    if (known) return known.id;
    const question = { id: makeId(), kind, label: names.get(value) ?? '' };
    questions.set(value, question);
    return question.id;
  };
  const mapped = mapReferences(content, ask);
  return { content: mapped, questions: [...questions.values()], leftOpen: leftOut(content) };
}

/** Replaces the questions by a tenant's objects. Unanswered ones are left to be chosen. */
export const withAnswers = (content: FlowContent, answers: ReadonlyMap<string, string | null>): FlowContent =>
  mapReferences(content, ({ kind, value }) => (isOwned(kind) ? (answers.get(value) ?? null) : null));

/** The names of the nodes that lose a number, address or secret. */
function leftOut(content: FlowContent): string[] {
  const nameOf = new Map(content.nodes.map(({ id, name }) => [id, name]));
  const lost = referencesOf(content)
    .filter(({ kind }) => !isOwned(kind))
    .map(({ nodeId }) => (nodeId === null ? 'Fallback' : (nameOf.get(nodeId) ?? nodeId)));
  const secrets = content.nodes.filter((node) => node.kind === 'compare' && node.secret).map(({ name }) => name);
  return [...new Set([...lost, ...secrets])];
}
