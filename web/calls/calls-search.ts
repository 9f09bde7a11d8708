import type { Direction, Outcome } from '../../src/calls/contract.ts';
import { dayAfter, startOfDay } from '../../src/platform/time/zoned-days.ts';
import { compact, dayOf, type ListSearch, oneOf, type Raw, readListSearch, textOf } from '../kit/lists/search.ts';

/** The kinds of calls to filter by. */
export const CALL_KINDS = ['missed', 'in', 'out', 'internal', 'emergency'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export type CallsSearch = ListSearch & {
  show?: CallKind | undefined;
  /** days, both inclusive */
  from?: string | undefined;
  to?: string | undefined;
  extensionId?: string | undefined;
};

export function readCallsSearch(raw: Raw): CallsSearch {
  return compact({
    ...readListSearch(raw),
    show: oneOf(raw.show, CALL_KINDS),
    from: dayOf(raw.from),
    to: dayOf(raw.to),
    extensionId: textOf(raw.extensionId),
  });
}

type ApiFilter = { outcome?: Outcome; direction?: Direction; emergency?: 'true' };

const FILTER_OF_KIND: Record<CallKind, ApiFilter> = {
  missed: { outcome: 'missed' },
  in: { direction: 'inbound' },
  out: { direction: 'outbound' },
  internal: { direction: 'internal' },
  emergency: { emergency: 'true' },
};

/** The API's filter. Days are in the tenant's time zone. */
export const apiFilterOf = ({ show, from, to, extensionId }: CallsSearch, zone: string) => ({
  ...(show && FILTER_OF_KIND[show]),
  from: from && startOfDay(from, zone),
  to: to && startOfDay(dayAfter(to), zone),
  extensionId,
});
