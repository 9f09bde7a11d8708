import { DAY_MS, HOUR_MS } from '../platform/values/durations.ts';

/** How long an export's file stays available: long enough to download it, and then one copy of everything less. */
export const RETENTION_MS = 7 * DAY_MS;

/** A preparation that takes longer than this is considered lost, and a new one may be requested. */
export const PREPARING_MS = HOUR_MS;
