import { getRouteApi } from '@tanstack/react-router';
import { IconPhone } from '@tabler/icons-react';
import type { CallRecord } from '../../src/calls/history-contract.ts';
import { LiveSign } from '../kit/LiveSign.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { useTenant, useTitleEnd } from '../kit/tenant-context.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { calleeLabels, callerLabels, DIRECTION_LABELS, OUTCOME_LABELS, reasonLabel } from './call-labels.ts';
import { lengthOf } from '../ui/clock-length.ts';
import { LiveCalls } from './LiveCalls.tsx';
import { callsList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/calls');

export function Calls() {
  const tenant = useTenant();
  return (
    <Page title="Calls" brand={useTitleEnd()} actions={<LiveSign />}>
      <LiveCalls />
      <h2 className="visually-hidden">Call history</h2>
      <ListPage
        {...callsList(tenant.id, route.useSearch())}
        label="Call history"
        noun={NOUNS.call}
        columns={HISTORY}
        defaultSort="-startedAt"
        searchHint="Search numbers"
        empty={
          <Empty icon={<IconPhone size={22} />} title="No calls yet">
            Finished calls appear here, with the reason if a call didn’t go through.
          </Empty>
        }
      />
    </Page>
  );
}

const HISTORY: Column<CallRecord>[] = [
  { id: 'startedAt', header: 'Time', sortable: true, cell: (call) => <Time at={call.startedAt} withClock /> },
  { id: 'from', header: 'From', cell: (call) => <Caller call={call} /> },
  { id: 'to', header: 'To', cell: (call) => <Callee call={call} /> },
  { id: 'direction', header: 'Direction', cell: (call) => DIRECTION_LABELS[call.direction] },
  {
    id: 'length',
    header: 'Duration',
    end: true,
    cell: (call) => (call.answeredAt ? lengthOf(call.seconds) : <Muted>–</Muted>),
  },
  {
    id: 'outcome',
    header: 'Result',
    cell: (call) => (
      <Row tight>
        <Badge tone={OUTCOME_LABELS[call.outcome].tone}>{OUTCOME_LABELS[call.outcome].text}</Badge>
        {call.reason && <Muted>{reasonLabel(call)}</Muted>}
      </Row>
    ),
  },
];

function Caller({ call }: { call: CallRecord }) {
  const { caller, shown } = callerLabels(call);
  return (
    <Row tight>
      {caller} {shown && <Muted>{shown}</Muted>} {call.emergency && <Badge tone="red">Emergency</Badge>}
    </Row>
  );
}

function Callee({ call }: { call: CallRecord }) {
  const { callee, reached } = calleeLabels(call);
  return (
    <Row tight>
      {callee} {reached && <Muted>{reached}</Muted>}
    </Row>
  );
}
