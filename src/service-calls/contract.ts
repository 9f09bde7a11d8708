import { z } from 'zod';
import { testCaller } from '../flows/test-cases/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { createdAt, EXAMPLE_ID, idOf } from '../platform/values/fields.ts';
import { label } from '../platform/values/values.ts';

/** Why the service calls a phone. `flow_test`: to play the draft of a flow. `recording`: to record a sound for the media library. */
export const PURPOSES = ['flow_test', 'recording'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The states of a requested call, in order. */
export const SERVICE_CALL_STATES = ['waiting', 'ringing', 'answered', 'ended'] as const;
export type ServiceCallState = (typeof SERVICE_CALL_STATES)[number];

export const SERVICE_CALL_OUTCOMES = [
  'done',
  'busy',
  'no_answer',
  'unreachable',
  'nothing_recorded',
  'refused',
  'failed',
] as const;
export type ServiceCallOutcome = (typeof SERVICE_CALL_OUTCOMES)[number];

export const serviceCallErrors = {
  extension_called: { status: 409, description: 'The service is already calling this extension.' },
} as const satisfies ErrorTable;

export const ServiceCall = z
  .object({
    id: idOf('call'),
    purpose: z.enum(PURPOSES).meta({
      description: '`flow_test`: it plays the draft of a flow. `recording`: it records a sound for the media library.',
    }),
    extensionId: idOf('extension that is called'),
    state: z.enum(SERVICE_CALL_STATES).meta({
      description: '`waiting`: it is about to be made. `ringing`, `answered`, `ended`: how far it has come.',
    }),
    outcome: z.enum(SERVICE_CALL_OUTCOMES).nullable().meta({
      description:
        'How it ended; null before. `done`: the phone was answered, and the recording is stored. `busy`, `no_answer`, `unreachable`: the phone was not answered. `nothing_recorded`: it was, and nothing was said. `refused`: the tenant’s status doesn’t permit calls any more. `failed`: the call could not be made, or was cut off.',
    }),
    mediaId: idOf('media that was recorded').nullable().meta({
      description: 'The sound that was recorded: it is in the library now. Null until then, and of a test.',
    }),
    createdAt: createdAt(),
  })
  .meta({ id: 'ServiceCall', description: 'A call that the service makes to a phone of the tenant.' });
export type ServiceCall = z.infer<typeof ServiceCall>;

const extensionId = z.uuid().meta({
  description: 'The id of the extension whose phones ring.',
  examples: [EXAMPLE_ID],
});

export const TestCallCreate = z
  .strictObject({
    extensionId,
    from: testCaller()
      .nullable()
      .default(null)
      .meta({
        description: 'The caller’s number that steps of the flow see. Null: the extension.',
        examples: ['+12125550199'],
      }),
  })
  .meta({ id: 'FlowTestCallCreate', description: 'The phone that will hear the draft.' });

export const PhoneRecordingCreate = z
  .strictObject({
    extensionId,
    name: label().meta({ description: 'What the sound will be called. Unique in the tenant.', examples: ['Welcome'] }),
  })
  .meta({ id: 'PhoneRecordingCreate', description: 'A phone that is to record a sound.' });

/** Notifies call control of a requested call. */
export const ServiceCallNotice = z.object({ id: z.string(), tenantId: z.string() });
export type ServiceCallNotice = z.infer<typeof ServiceCallNotice>;
