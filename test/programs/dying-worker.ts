// Loaded by tests into a worker's process: kills it with SIGKILL at a statement that it sends to PostgreSQL. Which one is the program's second argument.
import { Client } from 'pg';
import { z } from 'zod';

/** The first statement with this text; with `followedBy`, the first with that text after it on its connection. */
const Point = z.object({ statement: z.string(), followedBy: z.string().optional(), when: z.enum(['before', 'after']) });
export type Point = z.infer<typeof Point>;

const [, , , argument] = process.argv;
if (argument !== undefined) killAt(Point.parse(JSON.parse(argument)));

function killAt({ statement, followedBy, when }: Point): void {
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  const prototype: { query: (...given: unknown[]) => unknown } = Client.prototype;
  const send = prototype.query;
  /** The connections on which the first of two has been sent. */
  const begun = new WeakSet<object>();
  prototype.query = function query(this: object, ...given: unknown[]) {
    const text = textOf(given[0]).toLowerCase();
    const isIt = followedBy === undefined ? text.includes(statement) : begun.has(this) && text.includes(followedBy);
    if (text.includes(statement)) begun.add(this);
    if (!isIt) return send.apply(this, given);
    if (when === 'before') die();
    const response = send.apply(this, given);
    Promise.resolve(response).then(die, die);
    return response;
  };
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}
