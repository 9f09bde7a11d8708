import { Counter, Gauge, type Registry } from 'prom-client';
import { processMetrics } from '../platform/process/metrics.ts';

/** A SIP request that the edge, or Asterisk behind it, has rejected. */
export type RefusedRequest = { source: string; reason: RefusalReason };
export type RefusalReason =
  | 'wrong password'
  | 'slowed down'
  | 'too many requests'
  | 'too many strangers'
  | 'too busy'
  | 'too many connections';

/** An attacker can use many addresses. Beyond this number, sources share one entry. */
const MAX_SOURCES = 5000;
const SHOWN_SOURCES = 20;
const OTHERS = 'others';

type Counts = Map<string, Map<RefusalReason, number>>;

export type RefusedRequests = {
  count(refused: RefusedRequest, times?: number): void;
  /** Starts a new period. Returns one line about the previous one, or null if nothing was rejected. */
  sumUp(): string | null;
};

/** Counts rejected SIP requests by source and reason, for `/metrics` and for a regular line in the log. */
export function openRefusedRequests(registry: Registry): RefusedRequests {
  const total = new Counter({
    name: 'sip_refused_requests_total',
    help: 'SIP requests that were refused, or not answered, for who sent them',
    labelNames: ['reason'],
    registers: [registry],
  });
  const bySource = new Gauge({
    name: 'sip_refused_requests_by_source',
    help: 'Such requests in the last full minute, of the busiest sources',
    labelNames: ['source', 'reason'],
    registers: [registry],
  });
  let sources: Counts = new Map();
  return {
    count({ source, reason }, times = 1) {
      total.inc({ reason }, times);
      const key = sources.has(source) || sources.size < MAX_SOURCES ? source : OTHERS;
      const counts = sources.get(key) ?? new Map<RefusalReason, number>();
      counts.set(reason, (counts.get(reason) ?? 0) + times);
      sources.set(key, counts);
    },
    sumUp() {
      const busiest = [...sources].sort(([, a], [, b]) => sum(b) - sum(a));
      sources = new Map();
      bySource.reset();
      for (const [source, counts] of busiest.slice(0, SHOWN_SOURCES))
        for (const [reason, count] of counts) bySource.set({ source, reason }, count);
      return busiest.length === 0 ? null : sentence(busiest);
    },
  };
}

export const refusedRequests = openRefusedRequests(processMetrics);

const NAMED_SOURCES = 3;

function sentence(busiest: [string, Map<RefusalReason, number>][]): string {
  const named = busiest.slice(0, NAMED_SOURCES).map(([source, counts]) => {
    const reasons = [...counts].map(([reason, count]) => `${reason}: ${count}`).join(', ');
    return `${source} (${reasons})`;
  });
  const more = busiest.length - named.length;
  return `SIP requests refused in the last minute: ${named.join('; ')}${more > 0 ? `; ${more} more sources` : ''}.`;
}

const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
