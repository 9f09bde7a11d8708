import { z } from 'zod';
import { Destination } from '../destinations/contract.ts';
import { flag, ignored, version } from '../platform/values/fields.ts';
import { wholeNumber } from '../platform/values/values.ts';

/** When a call is forwarded. `unreachable`: no phone of the extension is registered, or none of them responds. */
export const FORWARD_CONDITIONS = ['always', 'busy', 'noAnswer', 'unreachable'] as const;
export type ForwardCondition = (typeof FORWARD_CONDITIONS)[number];

const forward = (description: string) => Destination.nullable().meta({ description });

const forwards = {
  always: forward('Where every call goes, without ringing the phone. Null: the phone rings.'),
  busy: forward('Where calls go while the phone is busy, or its user declines. Null: the caller hears busy.'),
  noAnswer: forward('Where calls go when nobody has answered for `noAnswerSeconds`. Null: nowhere.'),
  unreachable: forward('Where calls go while no phone is registered. Null: nowhere.'),
} satisfies Record<ForwardCondition, z.ZodType>;

const options = {
  noAnswerSeconds: wholeNumber(5, 120).meta({
    description: 'How long the phone rings before `noAnswer` applies, in seconds.',
    examples: [20],
  }),
  doNotDisturb: z.boolean().meta({
    description:
      'The phone doesn’t ring. Calls go where they go while it is busy. A call back from an emergency service still rings it.',
  }),
  confirmOutside: z.boolean().meta({
    description:
      'The person who answers an outside number has to press 1 to take the call, so that a mailbox can’t take it.',
  }),
};

/** The forwarding of an extension that has none. */
export const NO_FORWARDING = {
  always: null,
  busy: null,
  noAnswer: null,
  unreachable: null,
  noAnswerSeconds: 20,
  doNotDisturb: false,
  confirmOutside: false,
} satisfies ForwardingSettings;

export const Forwarding = z
  .object({
    ...forwards,
    ...options,
    doNotDisturb: flag('Do not disturb: the phone doesn’t ring.'),
    version: version(),
  })
  .meta({ id: 'Forwarding', description: 'Where an extension’s calls go instead of to its phone.' });
export type Forwarding = z.infer<typeof Forwarding>;
export type ForwardingSettings = Omit<Forwarding, 'version'>;

/** A forward to nowhere counts as none. */
const settable = (shape: (typeof forwards)[ForwardCondition]) =>
  shape.overwrite((destination) => (destination?.kind === 'none' ? null : destination)).default(null);

/** Accepts the response of GET. Omitted forwards are turned off. */
export const ForwardingPut = z
  .strictObject({
    always: settable(forwards.always),
    busy: settable(forwards.busy),
    noAnswer: settable(forwards.noAnswer),
    unreachable: settable(forwards.unreachable),
    noAnswerSeconds: options.noAnswerSeconds.default(NO_FORWARDING.noAnswerSeconds),
    doNotDisturb: options.doNotDisturb.default(false),
    confirmOutside: options.confirmOutside.default(false),
    version: ignored(),
  })
  .meta({ id: 'ForwardingPut', description: 'Where an extension’s calls go from now on.' });
