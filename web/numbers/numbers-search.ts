import { compact, type ListSearch, oneOf, type Raw, readListSearch, textOf } from '../kit/lists/search.ts';

export type NumbersSearch = ListSearch & {
  status?: 'UNASSIGNED' | 'ASSIGNED' | 'PORTING_OUT' | 'PORTED_OUT' | undefined;
  tenantId?: string | undefined;
};

export function readNumbersSearch(raw: Raw): NumbersSearch {
  return compact({
    ...readListSearch(raw),
    status: oneOf(raw.status, ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT']),
    tenantId: textOf(raw.tenantId),
  });
}
