import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconPhone } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { LiveCall, CallRecord } from '../../src/calls/contract.ts';
import { endLiveCall, listLiveCalls } from '../../src/calls/endpoints.ts';
import { useChange } from '../kit/changes.ts';
import { callsList } from './queries.ts';
import { apiQuery } from '../kit/queries.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { Badge, Dot } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Muted, Row, RowActions } from '../ui/layout.tsx';
import { NotUpToDate } from '../ui/NotUpToDate.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { lengthOf } from './call-length.ts';
import { calleeLabels, callerLabels, OUTCOME_LABELS, partyLabel, reasonLabel } from './call-labels.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';
import { NOUNS } from '../kit/nouns.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/calls');

export function Calls() {
  const tenant = useTenant();
  return (
    <Page title="Calls" brand={useTitleEnd()}>
      <LiveCalls />
      <h2 className="visually-hidden">Call history</h2>
      <ListPage
        {...callsList(tenant.id, route.useSearch())}
        label="Call history"
        noun={NOUNS.call}
        columns={HISTORY}
        defaultSort="-startedAt"
        searchHint="Search numbers"
        refetchInterval={15_000}
        empty={
          <Empty icon={<IconPhone size={22} />} title="No calls yet">
            Finished calls appear here, with the reason if a call didn’t go through.
          </Empty>
        }
      />
    </Page>
  );
}

function LiveCalls() {
  const tenant = useTenant();
  const change = useChange();
  const reason = useTenantReason('calls.end');
  const [ending, setEnding] = useState<LiveCall | null>(null);
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    ...apiQuery(listLiveCalls, { params: { tenantId: tenant.id }, query: { limit: 200 } }),
    refetchInterval: 3000,
  });
  const columns = useMemo(() => liveColumns(reason, setEnding), [reason]);
  const end = async (call: LiveCall) => {
    await change(endLiveCall, { params: { tenantId: tenant.id, callId: call.id } });
    if (call.emergency)
      toast.success('If the phone doesn’t answer, the call ends within a minute.', 'Checking the phone');
    else toast.success('Both sides are disconnected.', 'Ending the call');
  };
  if (data?.items.length === 0) {
    return (
      <Card>
        {error && <NotUpToDate error={error} since={dataUpdatedAt} />}
        <Row>
          <Dot tone="grey">No calls in progress</Dot>
        </Row>
      </Card>
    );
  }
  return (
    <>
      <h2 className="visually-hidden">Live calls</h2>
      <DataTable
        label="Live calls"
        columns={columns}
        rows={data?.items}
        rowId={(call) => call.id}
        error={error}
        asOf={dataUpdatedAt}
        onRetry={() => void refetch()}
        empty={null}
      />
      {ending && (
        <ConfirmDialog title="End this call?" verb="End call" act={() => end(ending)} onClose={() => setEnding(null)}>
          <p>
            {ending.emergency
              ? 'An emergency call ends only if its phone is gone. The phone is checked first. If it answers, the call continues.'
              : `This disconnects ${partyLabel(ending.from)} and ${partyLabel(ending.to)} right away.`}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

const DIRECTION_NAMES = { internal: 'Internal', outbound: 'Out', inbound: 'In' } as const;

const parties: Column<LiveCall>[] = [
  {
    id: 'from',
    header: 'From',
    cell: (call) => (
      <Row tight>
        {partyLabel(call.from)} {call.emergency && <Badge tone="red">Emergency</Badge>}
      </Row>
    ),
  },
  { id: 'to', header: 'To', cell: (call) => partyLabel(call.to) },
  { id: 'direction', header: 'Direction', cell: (call) => DIRECTION_NAMES[call.direction] },
];

const liveColumns = (reason: string | null, onEnd: (call: LiveCall) => void): Column<LiveCall>[] => [
  {
    id: 'state',
    header: 'Live calls',
    cell: (call) => (
      <Row tight>
        <Dot tone={call.answeredAt ? 'green' : 'amber'} live={!call.answeredAt}>
          {call.answeredAt ? 'Talking' : 'Ringing'}
        </Dot>
        {call.silentSince && (
          <Badge tone="amber">No sound for {lengthOf((Date.now() - Date.parse(call.silentSince)) / 1000)}</Badge>
        )}
      </Row>
    ),
  },
  ...parties,
  {
    id: 'length',
    header: 'Duration',
    end: true,
    cell: (call) => lengthOf((Date.now() - Date.parse(call.answeredAt ?? call.startedAt)) / 1000),
  },
  {
    id: 'actions',
    header: 'Actions',
    end: true,
    quietHeader: true,
    cell: (call) => (
      <RowActions>
        <Button
          small
          kind="quiet"
          disabledReason={
            call.emergency && !call.silentSince ? 'Only the people on an emergency call can end it.' : reason
          }
          onClick={() => onEnd(call)}
        >
          End call
        </Button>
      </RowActions>
    ),
  },
];

const HISTORY: Column<CallRecord>[] = [
  { id: 'startedAt', header: 'Time', sortable: true, cell: (call) => <Time at={call.startedAt} withClock /> },
  { id: 'from', header: 'From', cell: (call) => <Caller call={call} /> },
  { id: 'to', header: 'To', cell: (call) => <Callee call={call} /> },
  { id: 'direction', header: 'Direction', cell: (call) => DIRECTION_NAMES[call.direction] },
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
