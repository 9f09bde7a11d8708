import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, flag, idOf, text, time } from '../platform/values/fields.ts';
import { searchText } from '../platform/values/values.ts';
import { TenantStatus } from '../status/contract.ts';

/** Sent to call control at a change of status, on the database's channel `tenant_status`. */
export const TenantStatusNotice = z.object({ tenantId: z.string(), status: TenantStatus });

/** What asks call control to end a call, on the channel `call_hangup`. */
export const CallHangUp = z.object({ callId: z.string() });

export const callErrors = {
  emergency_call: { status: 409, description: 'This is an emergency call. Only its parties can end it.' },
} as const satisfies ErrorTable;

export const DIRECTIONS = ['internal', 'outbound', 'inbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

const call = {
  id: idOf('call'),
  direction: z
    .enum(DIRECTIONS)
    .meta({ description: '`internal`: between extensions. `outbound`: to outside. `inbound`: from outside.' }),
  emergency: flag('Whether it is a call to an emergency number.'),
  from: text('The caller: an extension’s number, or an outside number in E.164.', '101'),
  to: text('The number that was called, in the same form.', '+12125550199'),
  extensionId: idOf('extension').nullable().meta({
    description: 'The extension that called, or that an outside caller reached.',
  }),
  didId: idOf('number')
    .nullable()
    .meta({ description: 'The tenant’s number that was called, or that the call showed.' }),
  startedAt: time('When it began.'),
  answeredAt: time('When it was answered; null if it was not.').nullable(),
};

/** An extension of the tenant in a call. */
export const CallParty = z
  .object({ id: idOf('extension'), number: text('Its number.', '101'), name: text('Its name.', 'Front desk') })
  .meta({ id: 'CallParty', description: 'An extension that takes part in a call.' });
export type CallParty = z.infer<typeof CallParty>;

/** A call in progress. */
export const LiveCall = z
  .object({
    ...call,
    silentSince: time(
      'Set once one of its phones has sent no sound for a minute: since when. The phone may be gone.',
    ).nullable(),
    ringing: z.array(CallParty).meta({ description: 'The extensions that it rings now.' }),
    talking: z
      .array(CallParty)
      .meta({ description: 'The extensions whose phones are off hook in it: the caller’s from the beginning.' }),
  })
  .meta({ id: 'LiveCall', description: 'A call in progress.' });
export type LiveCall = z.infer<typeof LiveCall>;
export const LiveCallList = listOf(LiveCall);
export const LiveCallQuery = listQuery(['startedAt'], '-startedAt');

export const OUTCOMES = ['answered', 'missed', 'busy', 'no_answer', 'unreachable', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why we did not put a call through. */
const REFUSAL_REASONS = [
  'suspended',
  'not_permitted',
  'too_many_calls',
  'unknown_number',
  'not_in_service',
  'no_caller_id',
  'not_encrypted',
  'no_carrier',
  'unavailable',
  'busy',
  'unreachable',
] as const;
/** Why a call that was put through was not answered, as far as the other side says so. */
const END_REASONS = ['declined', 'failed'] as const;
export type EndReason = (typeof END_REASONS)[number];
const CALL_REASONS = [...REFUSAL_REASONS, ...END_REASONS] as const;
export type CallReason = (typeof CALL_REASONS)[number];

/** A call that has ended, or that was not put through. */
export const CallRecord = z
  .object({
    ...call,
    extension: z
      .object({
        id: idOf('extension'),
        number: text('Its number.', '101'),
        name: text('Its name now.', 'Front desk'),
      })
      .nullable()
      .meta({ description: 'The extension of `extensionId`; null if it was deleted since.' }),
    endedAt: time('When it ended.'),
    seconds: count('Seconds from the answer to the end.', 184),
    outcome: z.enum(OUTCOMES).meta({ description: 'How it ended. `refused`: we did not put it through.' }),
    reason: z
      .enum(CALL_REASONS)
      .nullable()
      .meta({ description: 'Why it was not put through or not answered, where that is known.' }),
    cause: count('The cause code of the end, by ITU-T Q.850. 16 is a normal hang-up.', 16),
  })
  .meta({ id: 'CallRecord', description: 'A call that has ended, or that we did not put through.' });
export type CallRecord = z.infer<typeof CallRecord>;
export const CallRecordList = listOf(CallRecord);
export const CallRecordQuery = listQuery(['startedAt'], '-startedAt').extend({
  search: searchText()
    .optional()
    .meta({ description: 'Part of either number, however it is written.', examples: ['555-0199'] }),
  direction: z.enum(DIRECTIONS).optional().meta({ description: 'Only calls in this direction.' }),
  extensionId: idOf('extension').optional().meta({ description: 'Only calls of this extension.' }),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only calls that began at this time or later.', examples: ['2026-11-01T00:00:00Z'] }),
  to: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'Only calls that began before this time.', examples: ['2026-12-01T00:00:00Z'] }),
});
