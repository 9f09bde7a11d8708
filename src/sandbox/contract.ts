import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';

/** Limits per partner and per sandbox. */
export const SANDBOX_MAX = { perPartner: 3, extensions: 20, callsAtOnce: 5 } as const;

export const sandboxErrors = {
  too_many_sandboxes: {
    status: 409,
    description: 'A partner has at most 3 sandboxes. Cancel one first.',
    extra: {
      limit: z
        .int()
        .meta({ description: 'The highest number of sandboxes allowed.', examples: [SANDBOX_MAX.perPartner] }),
    },
  },
  too_many_calls: {
    status: 409,
    description: 'A sandbox can have at most 5 calls at once. Wait until one has ended.',
    extra: {
      limit: z.int().meta({
        description: 'The highest number of simultaneous calls allowed.',
        examples: [SANDBOX_MAX.callsAtOnce],
      }),
    },
  },
} as const satisfies ErrorTable;
