import { z } from 'zod';
import { callerName, label } from '../../platform/values/values.ts';
import {
  CallerCondition,
  COMPARISONS,
  exits,
  idOf,
  kind,
  listening,
  nodeId,
  prompts,
  READINGS,
  RingTarget,
  seconds,
  To,
  value,
  variable,
} from './parts-contract.ts';

export const MenuOption = z
  .strictObject({
    id: nodeId().meta({ description: 'The id of the exit, unique in its node and kept when its digits change.' }),
    digits: z
      .string()
      .regex(/^[0-9*#]{1,7}$/, 'Use 1 to 7 of the keys 0 to 9, * and #.')
      .meta({
        description: 'What the caller presses.',
        examples: ['1'],
      }),
    name: label(40).meta({
      description: 'A label for the option, such as a department. Callers don’t hear it.',
      examples: ['Sales'],
    }),
    to: To,
  })
  .meta({ id: 'FlowMenuOption', description: 'A key of a menu, and where it leads.' });

const common = {
  id: nodeId(),
  name: label(60).meta({
    description: 'The node’s name on the canvas and in the call history.',
    examples: ['Main menu'],
  }),
};

/**
 * The nodes of a flow, each with its settings and its exits. An exit is named by its cause. A new kind is an entry here, one in
 * `NODE_KINDS` of `rules.ts`, and one in the interpreter's table.
 */
const NODES = {
  start: z.strictObject({ ...common, kind: kind('start', 'Where every call begins.'), exits: exits({ next: To }) }),
  play: z.strictObject({
    ...common,
    kind: kind('play', 'Plays sounds.'),
    prompts: prompts(),
    exits: exits({ next: To }),
  }),
  menu: z.strictObject({
    ...common,
    kind: kind('menu', 'The caller presses a key.'),
    ...listening,
    directDial: z.boolean().meta({
      description:
        'The caller can also dial an extension that is reachable from menus (`inMenus`). Options come first.',
    }),
    options: z
      .array(MenuOption)
      .max(20, 'A menu has at most 20 options.')
      .meta({ description: 'The keys that callers can press, each with its exit.' }),
    exits: exits({ noInput: To, wrongInput: To }),
  }),
  gather: z.strictObject({
    ...common,
    kind: kind('gather', 'The caller enters digits.'),
    ...listening,
    variable: variable(),
    secret: z.boolean().meta({
      description: 'The digits are not in logs, history, statistics, webhooks or recordings.',
    }),
    minDigits: seconds(1, 30, 'The fewest digits to accept, 1 to 30.', 4),
    maxDigits: seconds(1, 30, 'The most digits. The input ends with the last.', 8),
    endKey: z.enum(['#', '*']).nullable().meta({ description: 'The key that ends the input. Null: none does.' }),
    exits: exits({ done: To, noInput: To, wrongInput: To }),
  }),
  set: z.strictObject({
    ...common,
    kind: kind('set', 'Sets a variable.'),
    variable: variable(),
    value: value(),
    exits: exits({ next: To }),
  }),
  compare: z.strictObject({
    ...common,
    kind: kind('compare', 'Compares a variable.'),
    variable: variable(),
    comparison: z.enum(COMPARISONS).meta({
      description:
        'How it is compared. `equals` and `startsWith` compare texts, `lessThan` and `greaterThan` compare numbers.',
    }),
    value: value(),
    secret: z
      .boolean()
      .meta({ description: 'The value is a secret, such as a PIN: no copy, template or export has it.' }),
    exits: exits({ yes: To, no: To }),
  }),
  say: z.strictObject({
    ...common,
    kind: kind('say', 'Reads a variable to the caller.'),
    variable: variable(),
    as: z
      .enum(READINGS)
      .meta({ description: 'How it is read: digit by digit, as a number, or as a date (YYYY-MM-DD).' }),
    exits: exits({ next: To }),
  }),
  hours: z.strictObject({
    ...common,
    kind: kind('hours', 'Asks a schedule whether it is open now.'),
    scheduleId: idOf('schedule'),
    exits: exits({ open: To, closed: To }),
  }),
  caller: z.strictObject({
    ...common,
    kind: kind('caller', 'Asks something about the caller.'),
    condition: CallerCondition,
    exits: exits({ yes: To, no: To }),
  }),
  ring: z.strictObject({
    ...common,
    kind: kind('ring', 'Rings somebody.'),
    target: RingTarget,
    ringSeconds: seconds(
      5,
      120,
      'How long it rings, in seconds. Null: as long as the target is set to.',
      20,
    ).nullable(),
    confirm: z.boolean().meta({ description: 'An outside number has to press 1 to take the call.' }),
    exits: exits({
      answered: To.meta({ description: 'After the talk, if the caller stays. Null: the call ends with the talk.' }),
      noAnswer: To,
      busy: To,
      unreachable: To,
    }),
  }),
  voicemail: z.strictObject({
    ...common,
    kind: kind('voicemail', 'A mailbox takes a message, and the call ends.'),
    mailboxId: idOf('mailbox'),
    exits: exits({}),
  }),
  startRecording: z.strictObject({
    ...common,
    kind: kind(
      'startRecording',
      'Later conversations in this call are recorded, after an announcement to both sides. What a caller hears or presses in a flow is never recorded.',
    ),
    exits: exits({ next: To }),
  }),
  stopRecording: z.strictObject({
    ...common,
    kind: kind(
      'stopRecording',
      'Later conversations in this call aren’t recorded, regardless of the settings of extensions and numbers.',
    ),
    exits: exits({ next: To }),
  }),
  callerName: z.strictObject({
    ...common,
    kind: kind('callerName', 'Puts a word before the caller’s name on the phones that ring.'),
    prefix: callerName().meta({ description: 'The word before the name.', examples: ['SALES'] }),
    exits: exits({ next: To }),
  }),
  webhook: z.strictObject({
    ...common,
    kind: kind('webhook', 'Asks a server. What it answers can set variables.'),
    url: z
      .url({ protocol: /^https?$/, error: 'Enter an address that starts with https://.' })
      .max(1000)
      .nullable()
      .meta({
        description: 'The address of the server. Null: none is entered yet.',
        examples: ['https://crm.example/calls'],
      }),
    variables: z.array(variable()).max(20).meta({ description: 'The variables that the answer may set.' }),
    exits: exits({ done: To, failed: To }),
  }),
  goTo: z.strictObject({
    ...common,
    kind: kind('goTo', 'Continues in another flow.'),
    flowId: idOf('flow'),
    exits: exits({}),
  }),
  hangUp: z.strictObject({ ...common, kind: kind('hangUp', 'Ends the call.'), exits: exits({}) }),
};

export const FlowNode = z
  .discriminatedUnion('kind', [
    NODES.start,
    NODES.play,
    NODES.menu,
    NODES.gather,
    NODES.set,
    NODES.compare,
    NODES.say,
    NODES.hours,
    NODES.caller,
    NODES.ring,
    NODES.voicemail,
    NODES.startRecording,
    NODES.stopRecording,
    NODES.callerName,
    NODES.webhook,
    NODES.goTo,
    NODES.hangUp,
  ])
  .meta({ id: 'FlowNode', description: 'One step of a flow.' });
export type FlowNode = z.infer<typeof FlowNode>;
export type NodeKind = FlowNode['kind'];
export type NodeOf<K extends NodeKind> = Extract<FlowNode, { kind: K }>;
