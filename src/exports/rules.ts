const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the file of an export is kept: long enough to fetch it, and then there is one copy less of everything. */
export const KEPT_MS = 7 * DAY_MS;

/** A preparation that takes longer has been lost, and may be asked for anew. */
export const PREPARING_MS = 60 * 60 * 1000;
