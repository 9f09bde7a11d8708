import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { flag, idOf, text, time } from '../platform/values/fields.ts';
import { TenantStatus } from '../status/contract.ts';

/** Sent to call control when a tenant's status changes, on the database channel `tenant_status`. */
export const TenantStatusNotice = z.object({ tenantId: z.string(), status: TenantStatus });

/** Asks call control to end a call, on the database channel `call_hangup`. */
export const CallHangUp = z.object({ callId: z.string() });

export const callErrors = {
  emergency_call: { status: 409, description: 'This is an emergency call. Only its parties can end it.' },
} as const satisfies ErrorTable;

export const DIRECTIONS = ['internal', 'outbound', 'inbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const call = {
  id: idOf('call'),
  direction: z.enum(DIRECTIONS).meta({
    description: '`internal`: between extensions. `outbound`: to an outside number. `inbound`: from an outside number.',
  }),
  emergency: flag('True for a call to 911 or another emergency number, and for a dispatcher’s callback.'),
  from: text('The caller: an extension’s number, or an outside number in E.164.', '101'),
  to: text('The number that was called, in the same format.', '+12125550199'),
  extensionId: idOf('extension').nullable().meta({
    description: 'The extension that called, or that an inbound call reached.',
  }),
  didId: idOf('number').nullable().meta({ description: 'The tenant’s number that was called, or shown as caller ID.' }),
  startedAt: time('When the call began, before it was answered.'),
  answeredAt: time('When a person or a mailbox answered. Null if neither did.').nullable(),
  flowAnsweredAt: time(
    'When a call flow answered it. Null if none did. When a person answered is `answeredAt`.',
  ).nullable(),
};

/** An extension of the tenant in a call. */
export const CallParty = z
  .object({
    id: idOf('extension'),
    number: text('The extension’s internal number.', '101'),
    name: text('The extension’s name.', 'Front desk'),
  })
  .meta({ id: 'CallParty', description: 'An extension that takes part in a call.' });
export type CallParty = z.infer<typeof CallParty>;

/** A call in progress. */
export const LiveCall = z
  .object({
    ...call,
    silentSince: time(
      'Since when one of its phones has sent no audio. Set after a minute of silence. The phone may be gone.',
    ).nullable(),
    recording: z
      .enum(['on', 'paused'])
      .nullable()
      .meta({ description: 'Whether it is being recorded now. `paused`: silence is recorded.' }),
    ringing: z.array(CallParty).meta({ description: 'The extensions that it rings now.' }),
    talking: z
      .array(CallParty)
      .meta({ description: 'The extensions that are off hook in it. The caller is from the start.' }),
  })
  .meta({ id: 'LiveCall', description: 'A call in progress.' });
export type LiveCall = z.infer<typeof LiveCall>;
export const LiveCallList = listOf(LiveCall);
export const LiveCallQuery = listQuery(['startedAt'], '-startedAt');

export const OUTCOMES = [
  'answered',
  'missed',
  'voicemail',
  'busy',
  'no_answer',
  'unreachable',
  'refused',
  'ended_in_flow',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why we did not connect a call. */
const REFUSAL_REASONS = [
  'suspended',
  'not_permitted',
  'too_many_calls',
  'no_rate',
  'spend_cap',
  'minutes_cap',
  'fraud_rule',
  'unknown_number',
  'not_in_service',
  'no_caller_id',
  'not_encrypted',
  'no_carrier',
  'sandbox_emergency',
  'unavailable',
  'overloaded',
  'busy',
  'unreachable',
  'nobody_available',
] as const;
/** Why a connected call was not answered, if the far end said so. */
const END_REASONS = ['declined', 'failed'] as const;
export type EndReason = (typeof END_REASONS)[number];
export const CALL_REASONS = [...REFUSAL_REASONS, ...END_REASONS] as const;
export type CallReason = (typeof CALL_REASONS)[number];

/** How the ringing of a phone ended. */
export const RING_RESULTS = [
  'answered',
  'no_answer',
  'busy',
  'declined',
  'unreachable',
  'redirected',
  'answered_elsewhere',
  'cancelled',
] as const;
export type RingResult = (typeof RING_RESULTS)[number];

/** Why a call was forwarded. `phone`: the phone itself redirected it (a SIP 302). */
export const FORWARD_REASONS = ['always', 'do_not_disturb', 'busy', 'no_answer', 'unreachable', 'phone'] as const;
export type ForwardReason = (typeof FORWARD_REASONS)[number];

/** Who ended a call; `system`: neither party, such as a suspension or a lost phone. */
export const ENDED_BY = ['caller', 'callee', 'system'] as const;
export type EndedBy = (typeof ENDED_BY)[number];
