import { z } from 'zod';
import { callEdge, closeConnection, type EdgeRpc, entriesOf } from './ask.ts';

/** Requests or connections of one kind and source that the edge rejected. */
export type Refused = { source: string; reason: RefusedKind; count: number };
export type RefusedKind = 'flood' | 'strangers' | 'guessing' | 'password' | 'overload' | 'connections';

const REFUSALS_MS = 5000;
const CONNECTIONS_MS = 1000;
/** Per source address. An office may have many phones behind one. */
const MAX_CONNECTIONS = 32;

const Kind = z.enum(['flood', 'strangers', 'guessing', 'password', 'overload']);
/** In seconds: `lifetime` is how long it may be idle, `timeout` how much of that is left. */
const Connections = z.array(
  z.object({ id: z.number(), src_ip: z.string(), lifetime: z.number(), timeout: z.number() }),
);
export type Connection = z.infer<typeof Connections>[number];

/** Polls the edge for rejected requests, and closes excess connections. Returns a function that stops it. */
export function watchEdge(edge: EdgeRpc, onRefused: (refused: Refused) => void): () => void {
  const fetchRefusals = async (): Promise<void> => {
    const refusals = parseRefusals(await callEdge(edge, 'htable.dump', ['told']));
    if (refusals.length === 0) return;
    await callEdge(edge, 'htable.flush', ['told']);
    refusals.forEach(onRefused);
  };
  const closeExcessConnections = async (): Promise<void> => {
    for (const [source, ids] of excessConnections(Connections.parse(await callEdge(edge, 'core.tcp_list')))) {
      for (const id of ids) await closeConnection(edge, id);
      onRefused({ source, reason: 'connections', count: ids.length });
    }
  };
  const timers = [every(REFUSALS_MS, fetchRefusals), every(CONNECTIONS_MS, closeExcessConnections)];
  return () => timers.forEach(clearInterval);
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
 * The connections over the limit, by source. Those that have been silent for the longest go first, so that a phone gets in past idle ones. Long-lived
 * connections are not counted: they belong to registered phones, or have just called for help.
 */
export function excessConnections(connections: readonly Connection[]): Map<string, number[]> {
  const passing = connections.filter(({ lifetime }) => lifetime < 60);
  const bySource = Map.groupBy(passing, ({ src_ip }) => src_ip);
  return new Map(
    [...bySource].flatMap(([source, held]) => {
      const silentFirst = held.toSorted((a, b) => a.timeout - b.timeout || a.id - b.id);
      const extra = silentFirst.slice(0, Math.max(0, held.length - MAX_CONNECTIONS));
      return extra.length > 0 ? [[source, extra.map(({ id }) => id)] as const] : [];
    }),
  );
}
