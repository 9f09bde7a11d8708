import { z } from 'zod';
import { continueSimulatedCall } from '../calls/simulated-calls.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';

const Played = z.object({
  tenantId: z.string(),
  callId: z.string(),
  outcome: z.enum(['answered', 'missed']),
  talkSeconds: z.coerce.number(),
});

export const sandboxTasks = {
  /** Added by the transactions that start and answer the call. */
  play_sandbox_call: {
    run: withPayload(Played, (played, { db }) => continueSimulatedCall(db, played, new Date())),
  },
} satisfies Tasks;
