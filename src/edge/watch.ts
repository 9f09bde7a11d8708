import { z } from 'zod';
import { askEdge, closeConnection, type EdgeDoor } from './ask.ts';

/** What the edge would not let through, of one source and kind. */
export type Refused = { source: string; reason: RefusedKind; count: number };
export type RefusedKind = 'flood' | 'strangers' | 'guessing' | 'password' | 'connections';

const TELL_MS = 5000;
const CONNECTIONS_MS = 1000;
/** An office behind one address may have many phones; one that has registered some may have as many as it likes. */
const MOST_CONNECTIONS = 32;

const Table = z.array(
  z.object({ slot: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]) })) }),
);
const Kind = z.enum(['flood', 'strangers', 'guessing', 'password']);
const Connections = z.array(z.object({ id: z.number(), src_ip: z.string(), lifetime: z.number() }));
export type Connection = z.infer<typeof Connections>[number];

/** Fetches what the edge has refused, and closes connections of sources that hold too many; until the answer is called. */
export function watchEdge(door: EdgeDoor, tell: (refused: Refused) => void): () => void {
  const fetchTold = async (): Promise<void> => {
    const told = readTold(await askEdge(door, 'htable.dump', ['told']));
    if (told.length === 0) return;
    await askEdge(door, 'htable.flush', ['told']);
    told.forEach(tell);
  };
  const closeTooMany = async (): Promise<void> => {
    for (const [source, ids] of tooMany(Connections.parse(await askEdge(door, 'core.tcp_list')))) {
      for (const id of ids) await closeConnection(door, id);
      tell({ source, reason: 'connections', count: ids.length });
    }
  };
  const timers = [every(TELL_MS, fetchTold), every(CONNECTIONS_MS, closeTooMany)];
  return () => timers.forEach(clearInterval);
}

/** One at a time; an edge that is gone is somebody else's matter. */
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

/** The edge's table of refusals; names are `kind:source`. */
export function readTold(dump: unknown): Refused[] {
  return Table.parse(dump)
    .flatMap(({ slot }) => slot)
    .flatMap(({ name, value }) => {
      const reason = Kind.safeParse(name.split(':')[0]);
      const source = name.slice(name.indexOf(':') + 1);
      return reason.success ? [{ source, reason: reason.data, count: Number(value) }] : [];
    });
}

/** What each source has beyond its due, the newest first. The long-lived ones are phones that were let in. */
export function tooMany(connections: readonly Connection[]): Map<string, number[]> {
  const passing = connections.filter(({ lifetime }) => lifetime < 60);
  const bySource = Map.groupBy(passing, ({ src_ip }) => src_ip);
  return new Map(
    [...bySource].flatMap(([source, held]) => {
      const extra = held.toSorted((a, b) => b.id - a.id).slice(0, Math.max(0, held.length - MOST_CONNECTIONS));
      return extra.length > 0 ? [[source, extra.map(({ id }) => id)] as const] : [];
    }),
  );
}
