import { Agent } from 'node:http';
import { z } from 'zod';
import { callEdge, closeConnections, type EdgeRpc, entriesOf } from './rpc.ts';

/** Requests or connections of one kind and source that the edge rejected. */
export type Refused = { source: string; reason: RefusedKind; count: number };
export type RefusedKind = 'flood' | 'strangers' | 'guessing' | 'password' | 'overload' | 'connections';

const REFUSALS_MS = 5000;
const CONNECTIONS_MS = 1000;
/** Per source address. An office may have many phones behind one. */
const MAX_PER_SOURCE = 32;
/** In all, Kamailio's own limit. */
export const MAX_CONNECTIONS = 4096;
/** So many of them stay free, for calls for help and for phones that sign in. */
const RESERVED = 1024;
/** So many strangers stay connected even if registered phones alone take more than the rest. */
const MIN_STRANGERS = 256;
/** How many connections one request closes. */
const BATCH = 500;

const Kind = z.enum(['flood', 'strangers', 'guessing', 'password', 'overload']);
/** In seconds: `lifetime` is how long it may be idle, `timeout` how much of that is left. */
const Connections = z.array(
  z.object({ id: z.number(), src_ip: z.string(), dst_port: z.number(), lifetime: z.number(), timeout: z.number() }),
);
export type Connection = z.infer<typeof Connections>[number];

/** What edge/kamailio.cfg lets a connection be idle: 20 s, 120 s after a call for help, and an hour once its phone has signed in. */
const PASSING_SECONDS = 60;
const LASTING_SECONDS = 3600;

/** Polls the edge for rejected requests, and closes excess connections. Returns a function that stops it. */
export function watchEdge(edge: EdgeRpc, onRefused: (refused: Refused) => void): () => void {
  // a separate connection: when the edge accepts no more, this one can still close others
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const fetchRefusals = async (): Promise<void> => {
    const refusals = parseRefusals(await callEdge(edge, 'htable.dump', ['refused'], agent));
    if (refusals.length === 0) return;
    await callEdge(edge, 'htable.flush', ['refused'], agent);
    refusals.forEach(onRefused);
  };
  const closeExcessConnections = async (): Promise<void> => {
    const connections = Connections.parse(await callEdge(edge, 'core.tcp_list', [], agent));
    const outside = connections.filter(({ dst_port }) => dst_port !== edge.innerPort);
    const excess = excessConnections(outside);
    const ids = [...excess.values()].flat();
    for (let n = 0; n < ids.length; n += BATCH) await closeConnections(edge, ids.slice(n, n + BATCH), agent);
    for (const [source, closed] of excess) onRefused({ source, reason: 'connections', count: closed.length });
  };
  const timers = [every(REFUSALS_MS, fetchRefusals), every(CONNECTIONS_MS, closeExcessConnections)];
  return () => {
    timers.forEach(clearInterval);
    agent.destroy();
  };
}

/** Runs `work` at an interval, never twice at once. Errors are ignored: the supervisor handles an edge that is down. */
function every(ms: number, work: () => Promise<void>): NodeJS.Timeout {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void work()
      .catch(() => {})
      .finally(() => (busy = false));
  }, ms);
  timer.unref();
  return timer;
}

/** Parses the edge's table of rejected requests. Its keys are `kind:source`. */
export function parseRefusals(dump: unknown): Refused[] {
  return entriesOf(dump).flatMap(({ name, value }) => {
    const reason = Kind.safeParse(name.split(':')[0]);
    const source = name.slice(name.indexOf(':') + 1);
    return reason.success ? [{ source, reason: reason.data, count: Number(value) }] : [];
  });
}

/**
 * The connections to close, by source: those over the limit of a source, and those without which the edge would have too few free. Those that have been
 * silent for the longest go first, so that a phone gets in past idle ones. Connections of registered phones are never closed. Those that have just called
 * for help don't count for their source, and go after all others. Once Asterisk has accepted the call, its phone counts as registered.
 */
export function excessConnections(connections: readonly Connection[]): Map<string, number[]> {
  const silentFirst = connections.toSorted((a, b) => a.timeout - b.timeout || a.id - b.id);
  const passing = silentFirst.filter(({ lifetime }) => lifetime < PASSING_SECONDS);
  const ofSource = [...Map.groupBy(passing, ({ src_ip }) => src_ip).values()].flatMap((held) =>
    held.slice(0, Math.max(0, held.length - MAX_PER_SOURCE)),
  );
  const gone = new Set(ofSource);
  const forHelp = silentFirst.filter(({ lifetime }) => lifetime >= PASSING_SECONDS && lifetime < LASTING_SECONDS);
  const strangers = [...passing.filter((each) => !gone.has(each)), ...forHelp];
  const tooMany = Math.min(
    connections.length - gone.size - (MAX_CONNECTIONS - RESERVED),
    strangers.length - MIN_STRANGERS,
  );
  const excess = [...ofSource, ...strangers.slice(0, Math.max(0, tooMany))];
  return new Map(
    [...Map.groupBy(excess, ({ src_ip }) => src_ip)].map(([source, each]) => [source, each.map(({ id }) => id)]),
  );
}
