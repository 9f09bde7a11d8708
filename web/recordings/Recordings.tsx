import { IconMicrophone } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Recording } from '../../src/recordings/contract.ts';
import { deleteRecording, getRecording } from '../../src/recordings/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { OwnEmpty } from '../kit/lists/OwnEmpty.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useAnyTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { recordingsList } from './queries.ts';
import { CAUSE_LABELS, FAILURE_LABELS } from './recording-labels.ts';

const RecordingDialog = lazy(async () => ({ default: (await import('./RecordingDialog.tsx')).RecordingDialog }));
const route = getRouteApi('/authenticated/tenants/$tenantId/recordings');

export function Recordings() {
  const tenant = useAnyTenant();
  const change = useChange();
  const address = useDialogAddress(['recording']);
  const [deleting, setDeleting] = useState<Recording | null>(null);
  const search = route.useSearch();
  const reason = useTenantReason('recordings.write');
  const remove = async ({ id }: Recording) => {
    await change(deleteRecording, { params: { tenantId: tenant.id, recordingId: id } });
    toast.success('It can’t be restored.', 'Recording deleted');
  };
  return (
    <Page title="Recordings" intro={<Intro ofCall={search.call !== undefined} />} brand={useTitleEnd()}>
      <ListPage
        {...recordingsList(tenant.id, search)}
        label="Recordings"
        noun={NOUNS.recording}
        columns={columnsOf(reason, (recording) => address.open('recording', recording.id), setDeleting)}
        defaultSort="-startedAt"
        searchHint="Search by number or transcript"
        empty={
          <OwnEmpty>
            <Empty icon={<IconMicrophone size={22} />} title="No recordings yet">
              Turn on “Record calls” for an extension, choose numbers in the settings, or press *1 during a call.
            </Empty>
          </OwnEmpty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'recording' && (
          <LoadedDialog
            query={apiQuery(getRecording, { params: { tenantId: tenant.id, recordingId: address.id } })}
            onClose={address.close}
          >
            {(recording) => <RecordingDialog recording={recording} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title="Delete this recording?"
          verb="Delete recording"
          act={() => remove(deleting)}
          onClose={() => setDeleting(null)}
        >
          <p>
            The sound of the call from {partyLabel(deleting.from)} to {partyLabel(deleting.to)} is deleted for good. The
            call stays in the history.
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Intro({ ofCall }: { ofCall: boolean }) {
  const { id: tenantId } = useAnyTenant();
  if (!ofCall) return 'Recorded calls. Who listens is in the activity log.';
  return (
    <>
      Recordings of one call.{' '}
      <Link to="/tenants/$tenantId/recordings" params={{ tenantId }}>
        All recordings
      </Link>
    </>
  );
}

const columnsOf = (
  reason: string | null,
  onPlay: (recording: Recording) => void,
  onDelete: (recording: Recording) => void,
): Column<Recording>[] => [
  { id: 'startedAt', header: 'Time', sortable: true, cell: ({ startedAt }) => <Time at={startedAt} withClock /> },
  { id: 'from', header: 'From', cell: ({ from }) => partyLabel(from) },
  { id: 'to', header: 'To', cell: ({ to }) => partyLabel(to) },
  { id: 'cause', header: 'Recorded for', cell: ({ cause }) => CAUSE_LABELS[cause] },
  { id: 'length', header: 'Length', end: true, cell: (recording) => <Length recording={recording} /> },
  actionsColumn((recording) => [
    {
      label: 'Play',
      name: `Play the recording from ${partyLabel(recording.from)}`,
      disabledReason: recording.state === 'ready' ? null : 'There is nothing to hear yet.',
      onClick: () => onPlay(recording),
    },
    {
      label: 'Delete',
      name: `Delete the recording from ${partyLabel(recording.from)}`,
      disabledReason: reason ?? (recording.state === 'recording' ? 'The call is still being recorded.' : null),
      onClick: () => onDelete(recording),
    },
  ]),
];

function Length({ recording: { state, seconds, failure } }: { recording: Recording }) {
  if (state === 'recording') return <Badge tone="red">Recording now</Badge>;
  if (failure) return <Muted>{FAILURE_LABELS[failure]}</Muted>;
  return seconds === null ? null : lengthOf(seconds);
}
