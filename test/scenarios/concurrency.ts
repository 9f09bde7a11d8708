import type { ApiResponse } from '../app.ts';

const ROUNDS = process.env.LONG === '1' ? 300 : 20;

/** Error codes or success statuses, sorted because either request may be first. */
const outcome = (answers: ApiResponse[]): string =>
  answers
    .map(({ status, body }): string => (status < 300 ? String(status) : body.code))
    .toSorted()
    .join(', ');

/** Repeatedly sends the same requests at once. Returns the distinct outcomes. */
export async function atOnce(round: () => Promise<(() => Promise<ApiResponse>)[]>): Promise<Set<string>> {
  const seen = new Set<string>();
  for (let i = 0; i < ROUNDS; i++) {
    const asks = await round();
    seen.add(outcome(await Promise.all(asks.map((ask) => ask()))));
  }
  return seen;
}

export const unexpected = (allowed: string[], seen: Set<string>): string[] =>
  [...seen].filter((one) => !allowed.includes(one));
