/** Limits for every request. */
export const REQUEST_SIZE = {
  /** Bytes of a body after sign-in. Imports are the largest. */
  body: 1_048_576,
  /** Bytes of a body before sign-in, such as an address, password or link. */
  bodyBeforeSignIn: 16_384,
  /** Levels of nested arrays and objects. */
  depth: 20,
  /** Values in the whole body. */
  values: 50_000,
  /** The limits of faults in a response, and of characters in their paths. */
  errors: 20,
  path: 200,
} as const;

/** Why a body is refused before it is parsed, or null. Not recursive, because the sender chooses the depth. */
export function shapeFault(body: unknown): string | null {
  let values = 0;
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > REQUEST_SIZE.depth) return `The body is nested more than ${REQUEST_SIZE.depth} levels deep.`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value);
      values += inner.length;
      if (values > REQUEST_SIZE.values) return `The body has more than ${REQUEST_SIZE.values} values.`;
      for (const one of inner) next.push(one);
    }
    level = next;
  }
  return null;
}
