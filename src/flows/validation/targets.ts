import { serverFault } from '../../platform/values/web-address.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import type { Prompt } from '../content/parts-contract.ts';
import { type PlacedReference, referencesOf } from '../content/references.ts';
import { exists, type Existing, isOwned, NOUNS } from './existing.ts';
import { at, type FaultCode, type Found, type FoundFault, placed } from './finding.ts';
import type { FlowContents } from './graph.ts';

/** References of a flow to deleted or unusable objects. */
export function brokenReferences(content: FlowContent, flows: FlowContents, existing: Existing): FoundFault[] {
  return referencesOf(content).flatMap((reference) => {
    const problem = problemOf(reference, flows, existing);
    if (problem === null) return [];
    const [code, message] = problem;
    return [placed(content, reference.nodeId, code, message)];
  });
}

function problemOf(
  { kind, value }: PlacedReference,
  flows: FlowContents,
  existing: Existing,
): [FaultCode, string] | null {
  if (kind === 'address') {
    const fault = serverFault(value, existing.servers);
    return fault === null ? null : ['address_refused', fault];
  }
  if (!isOwned(kind)) return null;
  if (!exists(existing, kind, value))
    return ['target_missing', `The ${NOUNS[kind]} doesn’t exist anymore. Choose another.`];
  if (kind === 'flow' && !flows.has(value))
    return ['not_published', 'The flow that it goes to has not been published.'];
  if (kind !== 'media') return null;
  switch (existing.sounds.get(value)) {
    case 'converting':
      return ['sound_not_ready', 'A sound is still being converted. Try again in a moment.'];
    case 'failed':
      return ['sound_not_ready', 'A sound could not be converted. Choose another.'];
    default:
      return null;
  }
}

const notChosen = (node: FlowNode, what: string): Found<FaultCode>[] => [at(node, 'not_chosen', `Choose ${what}.`)];

/** Missing choices and texts of a node. */
export function missingChoices(node: FlowNode): FoundFault[] {
  switch (node.kind) {
    case 'hours':
      return node.scheduleId === null ? notChosen(node, 'a schedule') : [];
    case 'caller':
      return node.condition.kind === 'inList' && node.condition.listId === null
        ? notChosen(node, 'a list of numbers')
        : [];
    case 'ring':
      return node.target.kind !== 'external' && node.target.id === null
        ? notChosen(node, `${node.target.kind === 'group' ? 'a' : 'an'} ${NOUNS[node.target.kind]}`)
        : [];
    case 'voicemail':
      return node.mailboxId === null ? notChosen(node, 'a mailbox') : [];
    case 'goTo':
      return node.flowId === null ? notChosen(node, 'a flow') : [];
    case 'webhook':
      return node.url === null ? [at(node, 'not_chosen', 'Enter the address of the server.')] : [];
    case 'compare':
      return node.secret && node.value === '' && node.comparison !== 'isEmpty'
        ? [at(node, 'not_chosen', 'Enter the secret to compare with.')]
        : [];
    case 'play':
    case 'menu':
    case 'gather':
      return missingSounds(node, node.prompts);
    default:
      return [];
  }
}

function missingSounds(node: FlowNode, prompts: readonly Prompt[]): FoundFault[] {
  if (prompts.length === 0) return [at(node, 'no_prompt', 'Add a sound or a text.')];
  return prompts.flatMap((prompt) => {
    if (prompt.kind === 'media') return prompt.mediaId === null ? notChosen(node, 'a sound') : [];
    return prompt.text.trim() === '' ? [at(node, 'no_prompt', 'Enter the text to say.')] : [];
  });
}

/** Unchosen sounds of the fallback's message. An empty message plays the packaged sentence. */
export const missingInFallback = ({ fallback }: FlowContent): FoundFault[] =>
  fallback.kind === 'message' && fallback.prompts.some((prompt) => prompt.kind === 'media' && prompt.mediaId === null)
    ? [{ nodeId: null, exit: null, code: 'not_chosen', message: 'Fallback: Choose a sound.' }]
    : [];
