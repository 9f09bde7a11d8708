import type { ReactNode } from 'react';
import { DayField } from '../kit/inputs/DayField.tsx';
import { Filters } from '../ui/layout.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import type { AuditSearch } from './audit-search.ts';
import { dayStart, localDay, nextDay } from './days.ts';
import { kindOptions } from './kinds.ts';

export type AuditFilterProps = {
  search: AuditSearch;
  setFilters: (change: Partial<AuditSearch>, replace?: boolean) => void;
};

/** Filters an audit trail by action and time, after the page's own filters. */
export const AuditFilters = ({ search, setFilters, children }: AuditFilterProps & { children?: ReactNode }) => (
  <Filters>
    {children}
    <SelectField
      label="What"
      placeholder="Everything"
      options={kindOptions(search.action)}
      value={search.action ?? null}
      onChange={(action) => setFilters({ action: action ?? undefined })}
      clearable
    />
    <DayField
      label="From"
      value={localDay(search.from)}
      onChange={(day) => setFilters({ from: dayStart(day) }, true)}
    />
    <DayField
      label="Until"
      value={localDay(search.to && nextDay(search.to, -1))}
      onChange={(day) => setFilters({ to: nextStart(day) }, true)}
    />
  </Filters>
);

/** The first instant after a day; undefined without a day. */
function nextStart(day: string): string | undefined {
  const start = dayStart(day);
  return start && nextDay(start, 1);
}
