/** What a request may cost before anything is known about it. */
export const REQUEST_SIZE = {
  /** bytes of a body of somebody signed in; imports are the largest */
  body: 1_048_576,
  /** bytes of a body before sign-in: an address, a password, a link */
  bodyBeforeSignIn: 16_384,
  /** levels of arrays and objects in one another */
  depth: 20,
  /** values in all of it */
  values: 50_000,
  /** faults named in an answer, and the letters of a path */
  errors: 20,
  path: 200,
} as const;

/** Why a body is not looked at further; null if it may be. Without recursion, whose depth would be the sender's. */
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
