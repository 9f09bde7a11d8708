import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode, NodeOf } from '../content/node-contract.ts';
import type { FlowTemplate, Question } from './contract.ts';

/** An id that is the same in every installation. */
const fixedId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

type Questions = Readonly<Record<string, { kind: Question['kind']; label: string }>>;
type Build<A extends Questions> = (id: { readonly [K in keyof A]: string }) => readonly FlowNode[];

/** A template with its questions by name; `nodes` gets the id of each. The first node is where the flow starts. */
export function template<const A extends Questions>(
  number: number,
  { name, description, asks, nodes }: { name: string; description: string; asks: A; nodes: Build<A> },
): FlowTemplate {
  const keys = Object.keys(asks);
  const ids = Object.fromEntries(keys.map((key, at) => [key, fixedId(number * 100 + at + 1)])) as {
    readonly [K in keyof A]: string;
  };
  const built = nodes(ids);
  const [first] = built;
  const content: FlowContent = {
    name,
    fallback: { kind: 'message', prompts: [] },
    nodes: [{ id: 'start', name: 'Start', kind: 'start', exits: { next: first?.id ?? null } }, ...built],
  };
  const questions = keys.flatMap((key) => {
    const [asked, id] = [asks[key], ids[key]];
    return asked && id !== undefined ? [{ id, ...asked }] : [];
  });
  return { id: fixedId(number * 100), name, description, source: 'packaged', createdAt: null, content, questions };
}

const text = (words: string) => [{ kind: 'text' as const, text: words }];

export const play = (id: string, name: string, words: string, next: string): FlowNode => ({
  id,
  name,
  kind: 'play',
  prompts: text(words),
  exits: { next },
});

type Keys = Readonly<Record<string, readonly [name: string, to: string]>>;

/** `otherwise`: for callers who press nothing or a wrong key, such as those without touch tones. */
export const menu = (
  id: string,
  { name, words, keys, otherwise }: { name: string; words: string; keys: Keys; otherwise: string },
): FlowNode => ({
  id,
  name,
  kind: 'menu',
  prompts: text(words),
  interruptible: true,
  listensWhilePlaying: true,
  typedAhead: 'keep',
  firstDigitSeconds: 5,
  nextDigitSeconds: 3,
  noInputTries: 2,
  wrongInputTries: 2,
  directDial: false,
  options: Object.entries(keys).map(([digits, [called, to]]) => ({ id: `key${digits}`, digits, name: called, to })),
  exits: { noInput: otherwise, wrongInput: otherwise },
});

export const hours = (id: string, scheduleId: string, open: string, closed: string): FlowNode => ({
  id,
  name: 'Open now?',
  kind: 'hours',
  scheduleId,
  exits: { open, closed },
});

/** `otherwise`: where the call goes when nobody answers. */
export const ring = (id: string, name: string, target: NodeOf<'ring'>['target'], otherwise: string): FlowNode => ({
  id,
  name,
  kind: 'ring',
  target,
  ringSeconds: null,
  confirm: false,
  exits: { answered: null, noAnswer: otherwise, busy: otherwise, unreachable: otherwise },
});

export const group = (id: string) => ({ kind: 'group' as const, id });
export const extension = (id: string) => ({ kind: 'extension' as const, id });

export const callerName = (id: string, prefix: string, next: string): FlowNode => ({
  id,
  name: `Show ${prefix}`,
  kind: 'callerName',
  prefix,
  exits: { next },
});

export const voicemail = (id: string, name: string, mailboxId: string): FlowNode => ({
  id,
  name,
  kind: 'voicemail',
  mailboxId,
  exits: {},
});

export const hangUp = (id: string): FlowNode => ({ id, name: 'Hang up', kind: 'hangUp', exits: {} });
