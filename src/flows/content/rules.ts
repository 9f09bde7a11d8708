import type { FlowNode, NodeKind, NodeOf } from './node-contract.ts';
import type { Prompt } from './parts-contract.ts';

/** What a node can refer to outside its flow. */
export type ReferenceKind = 'media' | 'schedule' | 'list' | 'extension' | 'group' | 'mailbox' | 'flow';

type KindOfNode<K extends NodeKind> = {
  label: string;
  /** what has to be chosen or entered before the flow can be published */
  needs: readonly string[];
  /** which of the tenant's objects it can refer to */
  refersTo: readonly ReferenceKind[];
  /** a call spends time there; a loop must have at least one such node */
  waits: boolean;
  /** its exits by id, with names that say what happened; a menu also has its options */
  exits: Record<keyof NodeOf<K>['exits'], string>;
};

const THEN = { next: 'Then' };
const YES_NO = { yes: 'Yes', no: 'No' };
const NO_DIGITS = { noInput: 'No input', wrongInput: 'Wrong input' };
const SILENT = { refersTo: [], waits: false } as const;
const HEARD = { refersTo: ['media'], waits: true } as const;

/** The kinds of nodes, in the order in which a palette shows them. */
export const NODE_KINDS: { readonly [K in NodeKind]: KindOfNode<K> } = {
  start: { label: 'Start', needs: [], ...SILENT, exits: THEN },
  play: { label: 'Play a sound', needs: ['a sound or a text'], ...HEARD, exits: THEN },
  menu: {
    label: 'Menu',
    needs: ['a sound or a text', 'a key'],
    ...HEARD,
    exits: NO_DIGITS,
  },
  gather: {
    label: 'Ask for digits',
    needs: ['a sound or a text'],
    ...HEARD,
    exits: { done: 'Digits entered', ...NO_DIGITS },
  },
  hours: {
    label: 'Opening hours',
    needs: ['a schedule'],
    ...SILENT,
    refersTo: ['schedule'],
    exits: { open: 'Open', closed: 'Closed' },
  },
  caller: { label: 'Caller', needs: ['a list of numbers'], ...SILENT, refersTo: ['list'], exits: YES_NO },
  ring: {
    label: 'Ring',
    needs: ['an extension, a group or an outside number'],
    refersTo: ['extension', 'group'],
    waits: true,
    exits: { answered: 'After the talk', noAnswer: 'Nobody answered', busy: 'Busy', unreachable: 'Nobody registered' },
  },
  voicemail: {
    label: 'Voicemail',
    needs: ['a mailbox'],
    refersTo: ['mailbox'],
    waits: true,
    exits: {},
  },
  set: { label: 'Set a variable', needs: [], ...SILENT, exits: THEN },
  compare: { label: 'Compare a variable', needs: [], ...SILENT, exits: YES_NO },
  say: { label: 'Say a variable', needs: [], ...HEARD, refersTo: [], exits: THEN },
  callerName: { label: 'Caller name prefix', needs: [], ...SILENT, exits: THEN },
  startRecording: { label: 'Start recording', needs: [], ...SILENT, exits: THEN },
  stopRecording: { label: 'Stop recording', needs: [], ...SILENT, exits: THEN },
  webhook: {
    label: 'Ask a server',
    needs: ['an address'],
    ...SILENT,
    exits: { done: 'Response received', failed: 'No valid response' },
  },
  goTo: { label: 'Go to a flow', needs: ['a flow'], ...SILENT, refersTo: ['flow'], exits: {} },
  hangUp: { label: 'Hang up', needs: [], ...SILENT, exits: {} },
};

/** A way out of a node. `to` is the node that it leads to; null: the exit is open. */
export type Exit = { id: string; name: string; to: string | null };

/** The exits of a node, the options of a menu first. */
export function exitsOf(node: FlowNode): Exit[] {
  const options =
    node.kind === 'menu'
      ? node.options.map(({ id, digits, name, to }) => ({ id, name: `${digits}: ${name}`, to }))
      : [];
  const names: Record<string, string> = NODE_KINDS[node.kind].exits;
  const leads: Record<string, string | null> = node.exits;
  return [...options, ...Object.entries(names).map(([id, name]) => ({ id, name, to: leads[id] ?? null }))];
}

/** The node with one exit redirected. An unknown exit changes nothing. */
export function withExit<Node extends FlowNode>(node: Node, exit: string, to: string | null): Node {
  if (node.kind === 'menu' && node.options.some(({ id }) => id === exit))
    return { ...node, options: node.options.map((option) => (option.id === exit ? { ...option, to } : option)) };
  return Object.hasOwn(node.exits, exit) ? { ...node, exits: { ...node.exits, [exit]: to } } : node;
}

/** Whether an exit may stay open in a published flow. The end of a conversation may be the end of the call. */
export const mayStayOpen = ({ kind }: FlowNode, exit: string): boolean => kind === 'ring' && exit === 'answered';

/** Whether a call has spent time in a node when it leaves it by this exit. A busy or unregistered phone takes no time. */
export const waitsBefore = ({ kind }: FlowNode, exit: string): boolean =>
  NODE_KINDS[kind].waits && !(kind === 'ring' && (exit === 'busy' || exit === 'unreachable'));

/** The key of a prompt in a version's table of sounds. */
export const promptKey = (prompt: Prompt): string =>
  prompt.kind === 'media' ? `media:${prompt.mediaId ?? ''}` : `text:${prompt.text}`;
