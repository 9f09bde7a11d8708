import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { searchText } from '../platform/values/values.ts';
import { TenantStatus } from '../status/contract.ts';

/** What a change of status tells call control, on the database's channel `tenant_status`. */
export const TenantStatusNotice = z.object({ tenantId: z.string(), status: TenantStatus });

/** What asks call control to end a call, on the channel `call_hangup`. */
export const CallHangUp = z.object({ callId: z.string() });

export const callErrors = {
  emergency_call: { status: 409, description: 'This is an emergency call. Only its parties can end it.' },
} as const satisfies ErrorTable;

export const DIRECTIONS = ['internal', 'outbound', 'inbound'] as const;

const call = {
  id: z.uuid(),
  direction: z.enum(DIRECTIONS),
  emergency: z.boolean(),
  from: z.string(),
  to: z.string(),
  extensionId: z
    .uuid()
    .nullable()
    .meta({ description: 'The extension that called, or that an outside caller reached.' }),
  didId: z.uuid().nullable(),
  startedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
};

/** A call in progress. */
export const LiveCall = z
  .object({
    ...call,
    silentSince: z.iso.datetime().nullable().meta({
      description: 'Since when one of its phones has sent no sound, once that is over a minute. The phone may be gone.',
    }),
  })
  .meta({ id: 'LiveCall' });
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
export const PastCall = z
  .object({
    ...call,
    extension: z
      .object({ id: z.uuid(), number: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'The extension of `extensionId`, as it is called now; null if it is no more.' }),
    endedAt: z.iso.datetime(),
    seconds: z.number().int().meta({ description: 'From the answer to the end.' }),
    outcome: z.enum(OUTCOMES),
    reason: z
      .enum(CALL_REASONS)
      .nullable()
      .meta({ description: 'Why it was not put through or not answered, where that is known.' }),
    cause: z.number().int().meta({ description: 'Why it ended (ITU-T Q.850).' }),
  })
  .meta({ id: 'PastCall' });
export type PastCall = z.infer<typeof PastCall>;
export const PastCallList = listOf(PastCall);
export const PastCallQuery = listQuery(['startedAt'], '-startedAt').extend({
  search: searchText().optional().meta({ description: 'Part of either number, however it is written.' }),
  direction: z.enum(DIRECTIONS).optional(),
  extensionId: z.uuid().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
