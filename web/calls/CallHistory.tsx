import { IconPhone } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type CallRecord, MAX_COUNTED, MAX_SEARCHED } from '../../src/calls/history/contract.ts';
import { Download } from '../kit/lists/Download.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { OwnEmpty } from '../kit/lists/OwnEmpty.tsx';
import { useMay } from '../kit/session/session.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import {
  answeredElsewhere,
  calleeLabel,
  callerLabel,
  DIRECTION_LABELS,
  OUTCOME_LABELS,
  reasonLabel,
} from './call-labels.ts';
import { CallFilters, KindLinks } from './CallFilters.tsx';
import type { CallsSearch } from './calls-search.ts';
import { chargeLabel } from './charge-labels.ts';
import { callsList, exportAddress } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/calls');

/** Ended calls. Missed ones are highlighted. */
export function CallHistory() {
  const { id: tenantId, timezone } = useAnyTenant();
  const search = route.useSearch();
  const { setFilters } = useListState<CallsSearch>(search);
  const mayExport = useMay('call-history.export');
  const seesLive = useMay('calls.read');
  return (
    <>
      <h2 className="visually-hidden">Call history</h2>
      <CallFilters search={search} setFilters={setFilters} />
      <ListPage
        {...callsList(tenantId, timezone, search)}
        label="Call history"
        noun={NOUNS.call}
        columns={COLUMNS}
        defaultSort="-startedAt"
        maxCounted={search.search ? MAX_SEARCHED : MAX_COUNTED}
        searchHint="Search numbers"
        toolbar={
          <>
            <KindLinks search={search} />
            {mayExport && (
              <Download href={exportAddress(tenantId, timezone, search)} file="calls.csv">
                Export CSV
              </Download>
            )}
          </>
        }
        // users with live calls are notified when one ends
        {...(!seesLive && { refetchInterval: 15_000 })}
        stress={({ outcome }) => outcome === 'missed'}
        empty={
          <OwnEmpty>
            <Empty icon={<IconPhone size={22} />} title="No calls yet">
              Finished calls appear here, with the reason if a call didn’t go through.
            </Empty>
          </OwnEmpty>
        }
      />
    </>
  );
}

const COLUMNS: Column<CallRecord>[] = [
  { id: 'startedAt', header: 'Time', sortable: true, cell: (call) => <CallLink call={call} /> },
  { id: 'from', header: 'From', cell: (call) => <Caller call={call} /> },
  { id: 'to', header: 'To', cell: (call) => <Callee call={call} /> },
  { id: 'direction', header: 'Direction', wideOnly: true, cell: (call) => DIRECTION_LABELS[call.direction] },
  {
    id: 'length',
    header: 'Duration',
    end: true,
    cell: (call) => (call.answeredAt ? lengthOf(call.talkSeconds) : <Muted>–</Muted>),
  },
  { id: 'outcome', header: 'Result', cell: (call) => <Result call={call} /> },
  { id: 'charge', header: 'Charge', end: true, wideOnly: true, cell: (call) => <Charge call={call} /> },
];

const Charge = ({ call: { charge } }: { call: CallRecord }) => (charge ? <>{chargeLabel(charge)}</> : <Muted>–</Muted>);

function CallLink({ call: { id: callId, startedAt } }: { call: CallRecord }) {
  const { id: tenantId } = useAnyTenant();
  return (
    <Link to="/tenants/$tenantId/calls/$callId" params={{ tenantId, callId }}>
      <Time at={startedAt} withClock />
    </Link>
  );
}

function Caller({ call }: { call: CallRecord }) {
  const { name, number } = callerLabel(call);
  return (
    <Row tight>
      {name} {number && <Muted>{number}</Muted>} {call.emergency && <Badge tone="red">Emergency</Badge>}
    </Row>
  );
}

function Callee({ call }: { call: CallRecord }) {
  const { name, number } = calleeLabel(call);
  const answered = answeredElsewhere(call);
  return (
    <Row tight>
      {name} {number && <Muted>{number}</Muted>} {answered && <Muted>answered by {answered}</Muted>}
    </Row>
  );
}

/** How a call ended, and the reason if it is known. */
export function Result({ call }: { call: Pick<CallRecord, 'outcome' | 'reason'> }) {
  const { tone, text } = OUTCOME_LABELS[call.outcome];
  return (
    <Row tight>
      <Badge tone={tone}>{text}</Badge>
      {call.reason && <Muted>{reasonLabel(call)}</Muted>}
    </Row>
  );
}
