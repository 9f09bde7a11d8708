import { z } from 'zod';
import { DESTINATION_SHAPES } from '../../destinations/contract.ts';
import { EXAMPLE_ID } from '../../platform/values/fields.ts';
import { freeText, wholeNumber } from '../../platform/values/values.ts';

export const nodeId = () =>
  z
    .string()
    .regex(/^[a-z0-9]{1,20}$/, 'Use 1 to 20 lowercase letters and digits.')
    .meta({ description: 'The id of a node, unique in its flow and kept for its life.', examples: ['n1'] });

/** Where an exit leads: to a node of the same flow. Null is an open exit, which a published flow does not have. */
export const To = nodeId().nullable().meta({ description: 'The node that follows. Null: the exit is open.' });

export const exits = <Shape extends Record<string, typeof To>>(shape: Shape) =>
  z.strictObject(shape).meta({
    description: 'The id of the next node for each outcome. Null, which can’t be published: not connected yet.',
  });

export const idOf = (noun: string) =>
  z
    .uuid(`Choose a ${noun}.`)
    .nullable()
    .meta({ description: `The ${noun}. Null: none is chosen yet.`, examples: [EXAMPLE_ID] });

export const kind = <Kind extends string>(value: Kind, description: string) => z.literal(value).meta({ description });

/** Something that the caller hears: a sound of the media library, or a text that is spoken. */
export const Prompt = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('media', 'A sound of the media library.'), mediaId: idOf('sound') }),
    z.strictObject({
      kind: kind('text', 'A text, spoken by a voice.'),
      text: freeText(1000).meta({
        description: 'The text to speak. `{variable}` inserts a value.',
        examples: ['Thank you for calling.'],
      }),
    }),
  ])
  .meta({ id: 'FlowPrompt', description: 'Something that the caller hears.' });
export type Prompt = z.infer<typeof Prompt>;

export const prompts = () =>
  z
    .array(Prompt)
    .max(5, 'A node plays at most 5 sounds.')
    .meta({ description: 'What the caller hears, in this order.' });

/** The name of a variable. `caller` and `called` are set at the start: the caller's number and the number that was called. */
export const variable = () =>
  z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9]{0,29}$/, 'Use letters and digits, beginning with a letter.')
    .meta({
      description: 'The name of a call’s variable: 1 to 30 letters and digits, beginning with a letter.',
      examples: ['orderNumber'],
    });

export const seconds = (least: number, most: number, description: string, example: number) =>
  wholeNumber(least, most).meta({ description, examples: [example] });

/** How a node listens to digits. */
export const listening = {
  prompts: prompts(),
  interruptible: z.boolean().meta({ description: 'A digit stops what is being played.' }),
  listensWhilePlaying: z.boolean().meta({ description: 'Digits pressed while it plays count.' }),
  typedAhead: z
    .enum(['keep', 'clear'])
    .meta({ description: 'Whether digits that were pressed before this node count.' }),
  firstDigitSeconds: seconds(1, 30, 'How long the first digit is waited for after the sounds have been played.', 5),
  nextDigitSeconds: seconds(1, 10, 'How long each further digit is waited for.', 3),
  noInputTries: seconds(1, 5, 'How often nothing may be pressed until the exit `noInput` is taken.', 3),
  wrongInputTries: seconds(1, 5, 'How often something wrong may be pressed until the exit `wrongInput` is taken.', 3),
};

/** A condition about the caller. */
export const CallerCondition = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('inList', 'The caller’s number is in a list.'), listId: idOf('list of numbers') }),
    z.strictObject({ kind: kind('inContacts', 'The caller is one of the tenant’s contacts.') }),
    z.strictObject({ kind: kind('anonymous', 'The caller hides its number.') }),
    z.strictObject({
      kind: kind('startsWith', 'The caller’s number starts with these digits.'),
      prefix: z
        .string()
        .regex(/^\+[0-9]{1,15}$/, 'Enter the beginning of a number, such as +1212.')
        .meta({
          description: 'The beginning of a number, with its country code.',
          examples: ['+1212'],
        }),
    }),
  ])
  .meta({ id: 'FlowCallerCondition', description: 'The question about the caller.' });
export type CallerCondition = z.infer<typeof CallerCondition>;

/** The target that a node rings. An id of null is not chosen yet. */
export const RingTarget = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: kind('extension', 'An extension of the tenant.'), id: idOf('extension') }),
    z.strictObject({ kind: kind('group', 'A ring group of the tenant.'), id: idOf('group') }),
    DESTINATION_SHAPES.external,
  ])
  .meta({ id: 'FlowRingTarget', description: 'The target that a node rings.' });
export type RingTarget = z.infer<typeof RingTarget>;

export const value = () =>
  freeText(200).meta({
    description: 'A text. `{name}` stands for the value of a variable.',
    examples: ['{caller}'],
  });

export const COMPARISONS = ['equals', 'startsWith', 'lessThan', 'greaterThan', 'isEmpty'] as const;
export const READINGS = ['digits', 'number', 'date'] as const;
