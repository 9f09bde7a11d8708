import type { FlowContent } from '../src/flows/content/graph-contract.ts';
import type { FlowNode, NodeKind, NodeOf } from '../src/flows/content/node-contract.ts';
import type { Flows } from '../src/flows/interpreter/walk.ts';

const LISTENING = {
  prompts: [{ kind: 'text', text: 'Please choose.' }],
  interruptible: true,
  listensWhilePlaying: true,
  typedAhead: 'keep',
  firstDigitSeconds: 5,
  nextDigitSeconds: 3,
  noInputTries: 3,
  wrongInputTries: 3,
} satisfies Partial<NodeOf<'menu'>>;

/** A blank node of each kind, with all exits open. */
const PLAIN: { [K in NodeKind]: Omit<NodeOf<K>, 'id' | 'name'> } = {
  start: { kind: 'start', exits: { next: null } },
  play: { kind: 'play', prompts: [{ kind: 'text', text: 'Hello.' }], exits: { next: null } },
  menu: { kind: 'menu', ...LISTENING, directDial: false, options: [], exits: { noInput: null, wrongInput: null } },
  gather: {
    kind: 'gather',
    ...LISTENING,
    variable: 'digits',
    secret: false,
    minDigits: 1,
    maxDigits: 4,
    endKey: '#',
    exits: { done: null, noInput: null, wrongInput: null },
  },
  set: { kind: 'set', variable: 'word', value: '', exits: { next: null } },
  compare: {
    kind: 'compare',
    variable: 'word',
    comparison: 'equals',
    value: '',
    secret: false,
    exits: { yes: null, no: null },
  },
  say: { kind: 'say', variable: 'word', as: 'digits', exits: { next: null } },
  hours: { kind: 'hours', scheduleId: 'schedule', exits: { open: null, closed: null } },
  caller: { kind: 'caller', condition: { kind: 'anonymous' }, exits: { yes: null, no: null } },
  ring: {
    kind: 'ring',
    target: { kind: 'extension', id: 'e101' },
    ringSeconds: null,
    confirm: false,
    exits: { answered: null, noAnswer: null, busy: null, unreachable: null },
  },
  voicemail: { kind: 'voicemail', mailboxId: 'mailbox', exits: {} },
  startRecording: { kind: 'startRecording', exits: { next: null } },
  stopRecording: { kind: 'stopRecording', exits: { next: null } },
  callerName: { kind: 'callerName', prefix: 'SALES', exits: { next: null } },
  webhook: {
    kind: 'webhook',
    url: 'https://crm.example/calls',
    variables: [],
    exits: { done: null, failed: null },
  },
  goTo: { kind: 'goTo', flowId: 'other', exits: {} },
  hangUp: { kind: 'hangUp', exits: {} },
};

type Fields<K extends NodeKind> = Partial<Omit<NodeOf<K>, 'id' | 'kind' | 'exits'>> & {
  exits?: Partial<NodeOf<K>['exits']>;
};

/** A node with these fields and exits; the rest is blank. */
export function node<K extends NodeKind>(kind: K, id: string, { exits = {}, ...fields }: Fields<K> = {}): FlowNode {
  const plain = PLAIN[kind];
  return { id, name: id, ...plain, ...fields, exits: { ...plain.exits, ...exits } } as FlowNode;
}

export const option = (digits: string, to: string | null) => ({ id: `o${digits}`, digits, name: `Key ${digits}`, to });

/** A flow that starts with the first of these nodes. */
export const content = (...nodes: [FlowNode, ...FlowNode[]]): FlowContent => ({
  name: 'Main number',
  fallback: { kind: 'message', prompts: [] },
  nodes: [node('start', 'start', { exits: { next: nodes[0].id } }), ...nodes],
});

/** Published flows by their ids. */
export const flowsOf = (contents: Record<string, FlowContent>): Flows =>
  new Map(Object.entries(contents).map(([id, content]) => [id, { versionId: `${id}-1`, content }]));
