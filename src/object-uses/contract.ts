import type { ErrorTable } from '../platform/http/errors.ts';

/** Something of a tenant that others point to by its id, and that goes on without them. */
export type SharedObject = { kind: 'schedule' | 'numberList'; id: string };

export const objectUseErrors = {
  in_use: { status: 409, description: 'Something still uses it. The message names what.' },
} as const satisfies ErrorTable;
