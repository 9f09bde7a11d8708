/** What a key or a webhook is for: sandboxes (`test`), or all other tenants (`live`). */
export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];
