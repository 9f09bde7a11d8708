import type { FlowNode, NodeKind, NodeOf } from '../../../src/flows/content/node-contract.ts';
import { NODE_KINDS } from '../../../src/flows/content/rules.ts';

const LISTENING = {
  prompts: [],
  interruptible: true,
  listensWhilePlaying: true,
  typedAhead: 'keep',
  firstDigitSeconds: 5,
  nextDigitSeconds: 3,
  noInputTries: 3,
  wrongInputTries: 3,
} as const satisfies Partial<NodeOf<'menu'>>;

const THEN = { next: null };
const YES_NO = { yes: null, no: null };
const NO_DIGITS = { noInput: null, wrongInput: null };

const SETTINGS: { readonly [K in NodeKind]: () => Omit<NodeOf<K>, 'id' | 'name' | 'kind'> } = {
  start: () => ({ exits: THEN }),
  play: () => ({ prompts: [], exits: THEN }),
  menu: () => ({
    ...LISTENING,
    prompts: [],
    directDial: false,
    options: [{ id: 'k1', digits: '1', name: 'Option 1', to: null }],
    exits: NO_DIGITS,
  }),
  gather: () => ({
    ...LISTENING,
    prompts: [],
    // digits typed ahead can't answer a question that the caller hasn't heard
    typedAhead: 'clear',
    variable: 'digits',
    secret: false,
    minDigits: 1,
    maxDigits: 10,
    endKey: '#',
    exits: { done: null, ...NO_DIGITS },
  }),
  set: () => ({ variable: 'answer', value: '', exits: THEN }),
  compare: () => ({ variable: 'digits', comparison: 'equals', value: '', secret: false, exits: YES_NO }),
  say: () => ({ variable: 'digits', as: 'digits', exits: THEN }),
  hours: () => ({ scheduleId: null, exits: { open: null, closed: null } }),
  caller: () => ({ condition: { kind: 'inContacts' }, exits: YES_NO }),
  ring: () => ({
    target: { kind: 'group', id: null },
    ringSeconds: 20,
    confirm: true,
    exits: { answered: null, noAnswer: null, busy: null, unreachable: null },
  }),
  voicemail: () => ({ mailboxId: null, exits: {} }),
  startRecording: () => ({ exits: THEN }),
  stopRecording: () => ({ exits: THEN }),
  callerName: () => ({ prefix: 'SALES', exits: THEN }),
  webhook: () => ({ url: null, variables: [], exits: { done: null, failed: null } }),
  goTo: () => ({ flowId: null, exits: {} }),
  hangUp: () => ({ exits: {} }),
};

/** A new node of a kind. */
export const newNode = (kind: NodeKind, id: string): FlowNode =>
  // safe, because the table above has the settings of each kind
  ({ id, name: NODE_KINDS[kind].label, kind, ...SETTINGS[kind]() }) as FlowNode;

/** A unique id, because statistics use it across versions. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => (byte % 36).toString(36)).join('');
