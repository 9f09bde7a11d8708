import { getRouteApi } from '@tanstack/react-router';
import { IconHistory } from '@tabler/icons-react';
import { COUNTED_AT_MOST } from '../../src/audit/contract.ts';
import { auditColumns } from '../audit/columns.tsx';
import styles from '../audit/audit.module.css';
import { DayField } from '../audit/DayField.tsx';
import { dayStart, localDay, nextDay } from '../audit/days.ts';
import { kindOptions } from '../audit/kinds.ts';
import { ListPage } from '../ListPage.tsx';
import { useListState } from '../list-state.ts';
import type { AuditSearch } from '../search.ts';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField } from '../ui/SelectField.tsx';

const route = getRouteApi('/inside/operator/audit');
const COLUMNS = auditColumns('operator');

/** The operator's own trail: what was done on the platform, and each look into a partner's tenants. */
export function OperatorAudit() {
  const search = route.useSearch();
  const { ask } = useListState<AuditSearch>(search);
  const { cursor: _place, ...filter } = search;
  return (
    <Page
      title="Audit"
      intro="What was done on the platform itself, and sign-ins that belong to no partner. This log can’t be edited."
    >
      <section className={styles.filters} aria-label="Filters">
        <SelectField
          label="What"
          placeholder="Everything"
          options={kindOptions(search.action)}
          value={search.action ?? null}
          onChange={(action) => ask({ action: action ?? undefined })}
          clearable
        />
        <DayField label="From" value={localDay(search.from)} onChange={(day) => ask({ from: dayStart(day) }, true)} />
        <DayField
          label="Until"
          value={localDay(search.to && nextDay(search.to, -1))}
          onChange={(day) => ask({ to: nextStart(day) }, true)}
        />
      </section>
      <ListPage
        path="/operator/audit-events"
        cacheKey={['operator', 'audit-events']}
        search={search}
        filter={filter}
        label="Audit log"
        noun="event"
        columns={COLUMNS}
        countedAtMost={COUNTED_AT_MOST}
        empty={
          <Empty icon={<IconHistory size={22} />} title="Nothing yet">
            Every change is recorded here.
          </Empty>
        }
      />
    </Page>
  );
}

/** The first instant after a day; nothing for no day. */
function nextStart(day: string): string | undefined {
  const start = dayStart(day);
  return start && nextDay(start, 1);
}
