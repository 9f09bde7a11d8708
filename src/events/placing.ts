import { decimalsOf } from '../platform/values/currencies.ts';
import { minorText } from '../platform/values/money.ts';
import { AUDITED, type Draft } from './audited.ts';
import { Event, type EventType } from './catalogue-contract.ts';
import { API_VERSION } from './envelope-contract.ts';
import type { PlacedEvent, QueuedEvent } from './sql.ts';

export type Placing = {
  placed: PlacedEvent[];
  /** The queue's rows that are finished. */
  done: string[];
  /** Rows that can't be turned into an event, because of a bug in this program. */
  refused: { id: string; name: string; error: unknown }[];
};

/**
 * Gives the next positions to queued events, in their order. `newId` creates the ids of the events. An unreadable event is left out, and the others
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
        .filter(hasContent);
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

/** Standard Webhooks asks for messages under 20 KB, and receivers rely on it. */
export const MAX_BYTES = 20_000;
/** If a message is too large, its texts are cut to the first of these lengths that makes it fit. Ids and addresses are never cut. */
const CUTS = [1000, 300, 255];

/** The message of an event. Texts from outside, such as a caller's name, can have any length. */
function bodyOf(event: Event): string {
  for (const longest of [Number.POSITIVE_INFINITY, ...CUTS]) {
    const body = JSON.stringify(event, cutTo(longest));
    if (Buffer.byteLength(body) <= MAX_BYTES) return body;
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
    // the schema drops it for types that don't have it
    data: { ...data, externalId: row.external_id },
  });

/** Changes of fields that aren't in the catalogue, such as `metadata`, create no event. */
const hasContent = ({ data }: Event): boolean =>
  !('before' in data) || Object.keys({ ...data.before, ...data.after }).length > 0;

function draftsOf({ source, name, subject_id: id, facts }: QueuedEvent): Draft[] {
  // the catalogue refuses an unknown type
  if (source === 'event') return [{ type: name as EventType, data: withInstants(withAmounts(facts)) }];
  const { before, after } = facts;
  return AUDITED[name]?.({ id, before: fieldsOf(before), after: fieldsOf(after) }) ?? [];
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Converts the database's amounts in minor units, such as `totalMinor`, to the API's decimal numbers. */
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

/** Converts the database's instants, which have an offset, to the API's format. */
function withInstants(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const written = (value: unknown) => (typeof value === 'string' ? new Date(value).toISOString() : value);
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, name.endsWith('At') ? written(value) : value]),
  );
}
