import { z } from 'zod';
import { EXAMPLE_ID, text } from '../platform/values/fields.ts';
import { writtenNumber } from '../platform/values/values.ts';

export const NO_NUMBER = 'Enter a number such as +12125550101.';
/** No country has fewer digits. */
const SEVEN_DIGITS = /(\p{Nd}\P{Nd}*){7}/u;

/** Becomes E.164 only once the tenant, and so its country, is known: `readDestination`. */
const OutsideNumber = writtenNumber()
  .refine((written) => SEVEN_DIGITS.test(written), NO_NUMBER)
  .meta({
    description: 'The outside number, as people write it in the tenant’s country. Responses have it in E.164.',
    examples: ['+12125550101'],
  });

const kind = <Kind extends string>(value: Kind, description: string) => z.literal(value).meta({ description });
const idOfTarget = (noun: string, missing: string) =>
  z.uuid(missing).meta({ description: `The ${noun}.`, examples: [EXAMPLE_ID] });

/** The shape of each kind of destination. */
export const DESTINATION_SHAPES = {
  none: z.strictObject({ kind: kind('none', 'Nowhere: the caller hears that the number is not in service.') }),
  extension: z.strictObject({
    kind: kind('extension', 'An extension of the tenant rings.'),
    id: idOfTarget('extension', 'Choose an extension.'),
  }),
  group: z.strictObject({
    kind: kind('group', 'A ring group of the tenant rings.'),
    id: idOfTarget('group', 'Choose a group.'),
  }),
  mailbox: z.strictObject({
    kind: kind('mailbox', 'A mailbox of the tenant takes a message.'),
    id: idOfTarget('mailbox', 'Choose a mailbox.'),
  }),
  flow: z.strictObject({
    kind: kind('flow', 'The call goes through a published call flow of the tenant.'),
    id: idOfTarget('call flow', 'Choose a call flow.'),
  }),
  external: z.strictObject({
    kind: kind('external', 'The call goes to an outside number, by the tenant’s outbound permissions.'),
    number: OutsideNumber,
  }),
};

/** Where a call can be sent, the same everywhere. A new kind needs a shape here and a line in `src/destinations.ts`. */
export const Destination = z
  .discriminatedUnion('kind', [
    DESTINATION_SHAPES.none,
    DESTINATION_SHAPES.extension,
    DESTINATION_SHAPES.group,
    DESTINATION_SHAPES.mailbox,
    DESTINATION_SHAPES.flow,
    DESTINATION_SHAPES.external,
  ])
  .meta({ id: 'Destination', description: 'Where a call is sent.' });
export type Destination = z.infer<typeof Destination>;

/** A destination that the tenant owns and can delete. */
export type Target = Extract<Destination, { id: string }>;
export const TARGET_KINDS = ['extension', 'group', 'mailbox', 'flow'] as const satisfies Target['kind'][];

/** The ways in which something leads to a target. */
export const USE_KINDS = ['number', 'forward', 'member', 'fallback', 'flow'] as const;

export const DestinationUseQuery = z.object({
  kind: z.enum(TARGET_KINDS).meta({ description: 'The kind of the target.' }),
  id: z.uuid().meta({ description: 'The id of the target.', examples: [EXAMPLE_ID] }),
});

export const DestinationUse = z
  .object({
    kind: z.enum(USE_KINDS).meta({
      description:
        '`number`: a phone number rings it. `forward`: an extension forwards to it. `member`: it is a member of a group. `fallback`: a group’s calls go there when nobody answers. `flow`: the published version or the draft of a call flow uses it.',
    }),
    name: text('The number, the extension, the group or the call flow that leads to it.', '+12125550101'),
  })
  .meta({ id: 'DestinationUse', description: 'Something that leads to a target.' });
export type DestinationUse = z.infer<typeof DestinationUse>;

export const DestinationUses = z
  .object({ items: z.array(DestinationUse).meta({ description: 'Everything that leads to it.' }) })
  .meta({ id: 'DestinationUses', description: 'What leads to a target, and loses it when the target is deleted.' });
