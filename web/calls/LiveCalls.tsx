import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { LiveCall } from '../../src/calls/contract.ts';
import { endLiveCall, listLiveCalls } from '../../src/calls/endpoints.ts';
import { useChange } from '../kit/changes.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { apiQuery } from '../kit/queries.ts';
import { useTenant, useTenantReason } from '../kit/tenant-context.ts';
import { Badge, Dot } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Row, RowActions } from '../ui/layout.tsx';
import { NotUpToDate } from '../ui/NotUpToDate.tsx';
import { toast } from '../ui/toast.tsx';
import { DIRECTION_LABELS, partyLabel } from './call-labels.ts';
import { lengthOf } from './call-length.ts';

/** The calls in progress, each with the button that ends it. */
export function LiveCalls() {
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
  { id: 'direction', header: 'Direction', cell: (call) => DIRECTION_LABELS[call.direction] },
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
