import type { FlowNode, NodeKind, NodeOf } from '../../src/flows/content/node-contract.ts';
import type {
  CallerCondition,
  COMPARISONS,
  Prompt,
  READINGS,
  RingTarget,
} from '../../src/flows/content/parts-contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';

/** The names of the objects that a flow refers to, by id. A missing one is not loaded yet, or deleted. */
export type Names = ReadonlyMap<string, string>;

export const COMPARISON_LABELS: Readonly<Record<(typeof COMPARISONS)[number], string>> = {
  equals: 'is',
  startsWith: 'starts with',
  lessThan: 'is less than',
  greaterThan: 'is greater than',
  isEmpty: 'is empty',
};

export const READING_LABELS: Readonly<Record<(typeof READINGS)[number], string>> = {
  digits: 'digit by digit',
  number: 'as a number',
  date: 'as a date',
};

/** Describes what a node does, for its card; null until its settings are complete. */
export const wordsOf = (node: FlowNode, names: Names): string | null => {
  const words: Words<FlowNode> = WORDS[node.kind];
  return words(node, names);
};

/** The type of a method, so that the table of all kinds can be read with any node. */
type Words<Node extends FlowNode> = { of(node: Node, names: Names): string | null }['of'];

const WORDS: { readonly [K in NodeKind]: Words<NodeOf<K>> } = {
  start: () => 'Every call begins here',
  play: ({ prompts }, names) => promptWords(prompts, names),
  menu: ({ prompts }, names) => promptWords(prompts, names),
  gather: ({ minDigits, maxDigits, variable, secret, endKey }) =>
    `${digits(minDigits, maxDigits)}${endKey ? `, then ${endKey}` : ''}, into ${variable}${secret ? ' (secret)' : ''}`,
  set: ({ variable, value }) => `${variable} becomes ${value === '' ? 'empty' : `“${value}”`}`,
  compare: ({ variable, comparison, value, secret }) =>
    `${variable} ${COMPARISON_LABELS[comparison]}${comparison === 'isEmpty' ? '' : secret ? ' a secret' : ` “${value}”`}`,
  say: ({ variable, as }) => `${variable}, ${READING_LABELS[as]}`,
  hours: ({ scheduleId }, names) => named(scheduleId, names),
  caller: ({ condition }, names) => conditionWords(condition, names),
  ring: ({ target, ringSeconds }, names) => {
    const whom = targetWords(target, names);
    return whom && (ringSeconds === null ? whom : `${whom}, for ${ringSeconds} s`);
  },
  voicemail: ({ mailboxId }, names) => named(mailboxId, names),
  startRecording: () => 'Conversations after this step are recorded',
  stopRecording: () => 'Conversations after this step are not recorded',
  callerName: ({ prefix }) => `“${prefix}” before the caller’s name`,
  webhook: ({ url }) => url && hostOf(url),
  goTo: ({ flowId }, names) => named(flowId, names),
  hangUp: () => 'The call ends',
};

const named = (id: string | null, names: Names): string | null => (id === null ? null : (names.get(id) ?? '…'));

/** The prompts of a node, with texts in quotes. */
export function promptWords(prompts: readonly Prompt[], names: Names): string | null {
  const parts = prompts.flatMap((prompt) =>
    prompt.kind === 'text' ? [`“${prompt.text}”`] : (named(prompt.mediaId, names) ?? []),
  );
  return parts.length === 0 ? null : parts.join(' ');
}

function digits(least: number, most: number): string {
  if (least !== most) return `${least} to ${most} digits`;
  return most === 1 ? '1 digit' : `${most} digits`;
}

function conditionWords(condition: CallerCondition, names: Names): string | null {
  switch (condition.kind) {
    case 'inList':
      return condition.listId && `Is the caller in ${named(condition.listId, names)}?`;
    case 'inContacts':
      return 'Is the caller in the contacts?';
    case 'anonymous':
      return 'Is the number hidden?';
    case 'startsWith':
      return `Does the number start with ${condition.prefix}?`;
  }
}

function targetWords(target: RingTarget, names: Names): string | null {
  return target.kind === 'external' ? displayNumber(target.number) : named(target.id, names);
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
