import { compact, type ListSearch, oneOf, type Raw, readListSearch, textOf } from '../kit/lists/search.ts';

export type NumbersSearch = ListSearch & {
  status?: 'UNASSIGNED' | 'ASSIGNED' | 'PORTING_OUT' | 'PORTED_OUT' | undefined;
  tenantId?: string | undefined;
};

/** The statuses to filter by. Only port orders set the others, and there are none yet. */
export const OFFERED_STATUSES = ['UNASSIGNED', 'ASSIGNED'] as const;

export function readNumbersSearch(raw: Raw): NumbersSearch {
  return compact({
    ...readListSearch(raw),
    status: oneOf(raw.status, ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT']),
    tenantId: textOf(raw.tenantId),
  });
}
