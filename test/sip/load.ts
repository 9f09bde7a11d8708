import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before } from '../until.ts';
import type { Address } from './message.ts';
import { ShortMessages, type StormCall } from './short-messages.ts';
import { credentials, freeSippPort, startSipp, type SippOptions } from './sipp.ts';

export interface LoadOptions {
  /** `storm-calling`: INVITEs, each held for holdMs; `registering`: REGISTERs, each with the port it comes from as its contact. */
  readonly scenario: 'storm-calling' | 'registering';
  readonly server: Address;
  /** New calls a second. */
  readonly rate: number;
  readonly calls: number;
  /** Callers and the numbers that they call, used in turn. A trunk needs no password, and a registration no number. */
  readonly rows: readonly LoadRow[];
  readonly holdMs?: number;
  readonly expires?: number;
  /** Where it calls or registers from; default: any free port. */
  readonly port?: number;
  readonly deadlineMs?: number;
}

export interface LoadRow {
  readonly sipUsername: string;
  readonly password?: string;
  readonly number?: string;
}

export interface LoadResult {
  readonly calls: readonly StormCall[];
  /** How many ended with each final status; 0: never answered. */
  readonly byStatus: Record<number, number>;
}

export interface Load extends AsyncDisposable {
  readonly done: Promise<LoadResult>;
  /** The calls so far. */
  soFar(): Promise<LoadResult>;
  /** Starts no new calls. Resolves when the current ones have ended. */
  stop(): Promise<LoadResult>;
}

/** A load of calls or registrations from one SIPp process that talks directly to the server. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const { scenario, server, rate, calls, rows, holdMs = 0, expires = 3600, port = await freeSippPort() } = options;
  const { deadlineMs = (calls / rate) * 1000 + holdMs + 40_000 } = options;
  const storm = await startStorm({
    scenario,
    remotePort: server.port,
    port,
    keys: { server: `${server.host}:${server.port}`, expires, contact_port: port },
    rows: rows.map(({ sipUsername, password, number = '' }) => [
      sipUsername,
      password === undefined ? '' : credentials(sipUsername, password),
      number,
    ]),
    more: ['-m', String(calls), '-r', String(rate), '-l', String(calls), '-d', String(holdMs)],
  });
  const explain = () => `a storm to end: ${storm.sipp.errors()}`;
  const done = before(storm.sipp.exited, deadlineMs, explain).then(async (code) => {
    const result = await storm.soFar();
    // exit code 1 means that a call didn't follow the scenario, which isn't an error of the run, or that nothing worked at all
    if (code !== 0 && (code !== 1 || result.calls.length === 0))
      throw new Error(`SIPp ended with ${code}: ${storm.sipp.errors()}`);
    return result;
  });
  done.catch(() => {});
  return {
    done,
    soFar: storm.soFar,
    stop() {
      storm.sipp.finish();
      return done;
    },
    [Symbol.asyncDispose]: storm.dispose,
  };
}

/** The far end of a load run: answers every call at once and waits for its end. */
export interface FarEnd extends AsyncDisposable {
  readonly port: number;
  /** Where it hears all calls, on loopback. */
  readonly soundPort: number;
  /** The calls that came through so far, seen from the other side. */
  soFar(): Promise<LoadResult>;
}

/**
 * The given phones register first, from the port that then answers, because phones are called where their REGISTER came from. `echoes`: the far end
 * echoes the sound of every call.
 */
export async function openFarEnd(
  server: Address,
  phones: readonly LoadRow[] = [],
  { echoes = false }: { echoes?: boolean } = {},
): Promise<FarEnd> {
  const port = await freeSippPort();
  if (phones.length > 0) await registerFrom(port, server, phones);
  const soundPort = await freeSippPort();
  const more = ['-mp', String(soundPort), ...(echoes ? ['-rtp_echo'] : [])];
  const storm = await startStorm({ scenario: 'storm-answering', remotePort: server.port, keys: {}, port, more });
  await storm.sipp.bound();
  return { port, soundPort, soFar: storm.soFar, [Symbol.asyncDispose]: storm.dispose };
}

async function registerFrom(port: number, server: Address, rows: readonly LoadRow[]): Promise<void> {
  await using storm = await startLoad({ scenario: 'registering', server, rate: 50, calls: rows.length, rows, port });
  const { byStatus } = await storm.done;
  if (byStatus[200] !== rows.length) throw new Error(`Not every phone registered: ${JSON.stringify(byStatus)}`);
}

async function startStorm(options: Omit<SippOptions, 'folder' | 'name'>) {
  const folder = await mkdtemp(join(tmpdir(), 'storm-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const log = join(folder, 'short-messages');
  const more = [...(options.more ?? []), '-trace_shortmsg', '-shortmessage_file', log];
  const sipp = resources.use(await startSipp({ ...options, more, folder, name: 'storm' }));
  const messages = new ShortMessages();
  const reader = growingFile(log);
  return {
    sipp,
    async soFar() {
      messages.take(await reader());
      return toResult(messages.calls());
    },
    dispose: () => resources.disposeAsync(),
  };
}

/** Returns the text added to a file since the last call. */
function growingFile(path: string): () => Promise<string> {
  let read = 0;
  let reading = Promise.resolve('');
  async function readOn(): Promise<string> {
    await using file = await open(path).catch(() => null);
    if (!file) return '';
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - read), position: read });
    read += bytesRead;
    return buffer.toString('latin1', 0, bytesRead);
  }
  // one after the other, so that no part is read twice
  return () => (reading = reading.then(readOn));
}

function toResult(calls: readonly StormCall[]): LoadResult {
  const byStatus: Record<number, number> = {};
  for (const { finalStatus } of calls) byStatus[finalStatus] = (byStatus[finalStatus] ?? 0) + 1;
  return { calls, byStatus };
}

/** The time from a call's INVITE to its final response, at a percentile of 0 to 1. */
export function setupPercentile(calls: readonly StormCall[], percentile: number): number {
  const times = calls.flatMap(({ sentAt, finalAt }) => (finalAt ? finalAt - sentAt : [])).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * percentile))] ?? NaN;
}
