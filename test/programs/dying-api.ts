// Loaded by tests into a process that serves the API. Kills it with SIGKILL at one of its statements to PostgreSQL, counted from the message that
// names it.
import { Client } from 'pg';

/** `during`: `micros` microseconds after the statement was sent. */
export type Point = { step: number; when: 'before' | 'during' | 'after'; micros: number };

const client = Client.prototype as unknown as Record<'query', (...given: unknown[]) => unknown>;
const send = client.query;
let point: Point | null = null;
let steps = 0;

const die = (): void => void process.kill(process.pid, 'SIGKILL');

client.query = function query(this: unknown, ...given: unknown[]) {
  if (!point || ++steps !== point.step) return send.apply(this, given);
  if (point.when === 'before') die();
  const answer = send.apply(this, given);
  if (point.when === 'after') void (answer as Promise<unknown>).then(die, die);
  else {
    const until = process.hrtime.bigint() + BigInt(point.micros) * 1000n;
    while (process.hrtime.bigint() < until);
    die();
  }
  return answer;
};

process.on('message', (message: Point | 'how many') => {
  if (message === 'how many') process.send!(steps);
  else {
    point = message;
    steps = 0;
    process.send!('ready');
  }
});
