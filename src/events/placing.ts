import { decimalsOf } from '../platform/values/currencies.ts';
import { minorText } from '../platform/values/money.ts';
import { Event, type EventType } from './catalogue-contract.ts';
import { API_VERSION } from './envelope-contract.ts';
import { AUDITED, type Draft } from './audited.ts';
import type { PlacedEvent, QueuedEvent } from './sql.ts';

export type Placing = {
  placed: PlacedEvent[];
  /** The rows of the queue that are done with. */
  done: string[];
  /** Rows of which no event can be made: a fault of this program. */
  refused: { id: string; name: string; error: unknown }[];
};

/**
 * Gives the next places to queued events, in their order. `newId` makes the ids of the events. One that can't be understood is left out, and the others
 * don't wait for it.
 */
export function placeQueued(queued: readonly QueuedEvent[], newId: () => string): Placing {
  const placing: Placing = { placed: [], done: [], refused: [] };
  const counters = new Map<string, number>();
  const next = (of: string, last: string): number => {
    const number = (counters.get(of) ?? Number(last)) + 1;
    counters.set(of, number);
    return number;
  };
  const calls = new Set<string>();
  for (const row of queued) {
    const { id, name, partner_id: partnerId, tenant_id: tenantId, subject_id: subjectId } = row;
    const once = `${subjectId} ${name}`;
    if (row.gone || partnerId === null || calls.has(once)) {
      placing.done.push(id);
      continue;
    }
    try {
      const events = draftsOf(row)
        .map((draft) => toEvent(draft, row, newId()))
        .filter(saysSomething);
      for (const event of events) {
        const sequence = tenantId === null ? null : next(tenantId, row.last_sequence);
        placing.placed.push({
          id: event.id,
          partner_id: partnerId,
          position: next(partnerId, row.last_position),
          tenant_id: tenantId,
          sequence,
          type: event.type,
          subject_id: subjectId,
          body: bodyOf({ ...event, sequence }),
          occurred_at: event.occurredAt,
        });
      }
      if (name.startsWith('call.')) calls.add(once);
      placing.done.push(id);
    } catch (error) {
      placing.refused.push({ id, name, error });
    }
  }
  return placing;
}

/** A message has at most this many bytes: Standard Webhooks asks for less than 20 KB, and receivers count on it. */
export const MOST_BYTES = 20_000;
/** In a message that is too large, texts are cut to the first of these lengths that is short enough. Ids and addresses stay whole. */
const CUTS = [1000, 300, 255];

/** The message of an event. What comes from outside has no bound of its own, such as the name that a caller shows. */
function bodyOf(event: Event): string {
  for (const longest of [Number.POSITIVE_INFINITY, ...CUTS]) {
    const body = JSON.stringify(event, cutTo(longest));
    if (Buffer.byteLength(body) <= MOST_BYTES) return body;
  }
  throw new Error(`The message of ${event.type} is too large`);
}

const cutTo =
  (longest: number) =>
  (_name: string, value: unknown): unknown =>
    typeof value === 'string' && value.length > longest ? `${value.slice(0, longest - 1).toWellFormed()}…` : value;

const toEvent = ({ type, data }: Draft, row: QueuedEvent, id: string): Event =>
  Event.parse({
    id,
    type,
    apiVersion: API_VERSION,
    tenantId: row.tenant_id ?? row.subject_id,
    tenantExternalId: row.tenant_external_id,
    occurredAt: row.occurred_at.toISOString(),
    sequence: null,
    // the catalogue leaves it out where it says nothing
    data: { ...data, externalId: row.external_id },
  });

/** A change of what the catalogue leaves out, such as `metadata`, is no news. */
const saysSomething = ({ data }: Event): boolean =>
  !('before' in data) || Object.keys({ ...data.before, ...data.after }).length > 0;

function draftsOf({ source, name, subject_id: id, facts }: QueuedEvent): Draft[] {
  // the catalogue refuses a type that it does not have
  if (source === 'event') return [{ type: name as EventType, data: withInstants(withAmounts(facts)) }];
  const { before, after } = facts;
  return AUDITED[name]?.({ id, before: fieldsOf(before), after: fieldsOf(after) }) ?? [];
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Amounts of the database, in the minor unit as in `totalMinor`, as the decimal numbers of the API. */
function withAmounts(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { currency } = facts;
  if (typeof currency !== 'string') return facts;
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) =>
      name.endsWith('Minor') && typeof value === 'number'
        ? [name.slice(0, -'Minor'.length), minorText(value, decimalsOf(currency))]
        : [name, value],
    ),
  );
}

/** The instants of the database, which writes them with an offset, as the API writes them. */
function withInstants(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const written = (value: unknown) => (typeof value === 'string' ? new Date(value).toISOString() : value);
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, name.endsWith('At') ? written(value) : value]),
  );
}
