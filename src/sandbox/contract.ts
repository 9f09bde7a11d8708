import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';

/** Limits per partner and per sandbox. */
export const SANDBOX_AT_MOST = { perPartner: 3, extensions: 20, callsAtOnce: 5 } as const;

export const sandboxErrors = {
  too_many_sandboxes: {
    status: 409,
    description: 'A partner has at most 3 sandboxes. Cancel one first.',
    extra: { limit: z.int().meta({ description: 'How many there may be.', examples: [SANDBOX_AT_MOST.perPartner] }) },
  },
  too_many_calls: {
    status: 409,
    description: 'A sandbox can have at most 5 calls at once. Wait until one has ended.',
    extra: { limit: z.int().meta({ description: 'How many there may be.', examples: [SANDBOX_AT_MOST.callsAtOnce] }) },
  },
} as const satisfies ErrorTable;
