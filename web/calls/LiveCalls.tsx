import { useMemo, useState } from 'react';
import type { CallParty, LiveCall } from '../../src/calls/contract.ts';
import { endLiveCall } from '../../src/calls/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { type Live, useLive, useNow } from '../kit/session/live.ts';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge, Dot } from '../ui/Badge.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Muted, Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { DIRECTION_LABELS } from './call-labels.ts';
import { RecordButtons } from './RecordButtons.tsx';

export function LiveCalls() {
  const live = useLive();
  const tenant = useTenant();
  const change = useChange();
  const reason = useTenantReason('calls.end');
  const [ending, setEnding] = useState<LiveCall | null>(null);
  const calls = live.state?.calls.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const columns = useMemo(() => liveColumns(live, reason, setEnding), [live, reason]);
  const end = async (call: LiveCall) => {
    await change(endLiveCall, { params: { tenantId: tenant.id, callId: call.id } });
    if (call.emergency)
      toast.success('If the phone doesn’t answer, the call ends within a minute.', 'Checking the phone');
    else toast.success('Both sides are disconnected.', 'Ending the call');
  };
  if (calls?.length === 0) {
    return (
      <Card>
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
        rows={calls}
        rowId={(call) => call.id}
        stale={!live.isConnected}
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

/** Extensions by number and name, other numbers as they were dialled. */
const names = (extensions: readonly CallParty[]): string =>
  extensions.map(({ number, name }) => `${number} ${name}`).join(', ');

function Caller({ call }: { call: LiveCall }) {
  const own = call.talking.find(({ id }) => id === call.extensionId);
  return (
    <Row tight>
      {call.direction !== 'inbound' && own ? names([own]) : partyLabel(call.from)}{' '}
      {call.emergency && <Badge tone="red">Emergency</Badge>}
    </Row>
  );
}

/** The number called, and the extensions that ring or have answered. */
function Callee({ call }: { call: LiveCall }) {
  const isCaller = ({ id }: CallParty) => call.direction !== 'inbound' && id === call.extensionId;
  const reached = names([...call.ringing, ...call.talking.filter((party) => !isCaller(party))]);
  if (reached !== '' && call.direction === 'internal') return reached;
  return (
    <Row tight>
      {partyLabel(call.to)} {reached && <Muted>{reached}</Muted>}
    </Row>
  );
}

function Duration({ since, live }: { since: string; live: Live }) {
  return lengthOf((useNow(live) - Date.parse(since)) / 1000);
}

const liveColumns = (live: Live, reason: string | null, onEnd: (call: LiveCall) => void): Column<LiveCall>[] => [
  {
    id: 'state',
    header: 'Live calls',
    cell: (call) => (
      <Row tight>
        <Dot tone={call.answeredAt ? 'green' : 'amber'} live={!call.answeredAt}>
          {call.answeredAt ? 'Talking' : 'Ringing'}
        </Dot>
        {call.recording && (
          <Badge tone={call.recording === 'on' ? 'red' : 'amber'}>
            {call.recording === 'on' ? 'Recording' : 'Recording paused'}
          </Badge>
        )}
        {call.silentSince && (
          <Badge tone="amber">
            No sound for <Duration since={call.silentSince} live={live} />
          </Badge>
        )}
      </Row>
    ),
  },
  { id: 'from', header: 'From', cell: (call) => <Caller call={call} /> },
  { id: 'to', header: 'To', cell: (call) => <Callee call={call} /> },
  { id: 'direction', header: 'Direction', cell: (call) => DIRECTION_LABELS[call.direction] },
  {
    id: 'length',
    header: 'Duration',
    end: true,
    cell: (call) => <Duration since={call.answeredAt ?? call.startedAt} live={live} />,
  },
  actionsColumn((call) => [
    <RecordButtons key="record" call={call} />,
    {
      label: 'End call',
      disabledReason: call.emergency && !call.silentSince ? 'Only the people on an emergency call can end it.' : reason,
      onClick: () => onEnd(call),
    },
  ]),
];
