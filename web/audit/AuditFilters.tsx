import type { ReactNode } from 'react';
import { SelectField } from '../ui/SelectField.tsx';
import styles from './audit.module.css';
import { DayField } from './DayField.tsx';
import { dayStart, localDay, nextDay } from './days.ts';
import { kindOptions } from './kinds.ts';
import type { AuditSearch } from './audit-search.ts';

export type AuditFilterProps = {
  search: AuditSearch;
  setFilters: (change: Partial<AuditSearch>, replace?: boolean) => void;
};

/** What narrows an audit trail: what was done and when, behind what is the page's own. */
export const AuditFilters = ({ search, setFilters, children }: AuditFilterProps & { children?: ReactNode }) => (
  <section className={styles.filters} aria-label="Filters">
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
  </section>
);

/** The first instant after a day; nothing for no day. */
function nextStart(day: string): string | undefined {
  const start = dayStart(day);
  return start && nextDay(start, 1);
}
