import { z } from 'zod';

/** The caps on calls. They have the same names as the suspension reasons that they cause. */
export const CALL_CAPS = ['spend_cap', 'minutes_cap'] as const;
export const CallCap = z.enum(CALL_CAPS);
export type CallCap = z.infer<typeof CallCap>;

export const isCallCap = (reason: string | null): reason is CallCap => CALL_CAPS.some((cap) => cap === reason);
