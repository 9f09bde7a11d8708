/** The mode of a key or webhook: for sandboxes (`test`), or all other tenants (`live`). */
export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];
