import { Link } from '@tanstack/react-router';
import type { RecordingDetail } from '../../src/recordings/contract.ts';
import { getRecording, getRecordingAudio } from '../../src/recordings/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { addressOf, call } from '../kit/session/call.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Fact, Facts } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Time } from '../ui/Time.tsx';
import { CAUSE_LABELS, FAILURE_LABELS } from './recording-labels.ts';
import { RecordingPlayer } from './RecordingPlayer.tsx';
import { RecordingText } from './RecordingText.tsx';

export function RecordingDialog({ recording, onClose }: { recording: RecordingDetail; onClose: () => void }) {
  const { id: tenantId } = useAnyTenant();
  const params = { tenantId, recordingId: recording.id };
  const src = addressOf(getRecordingAudio, { params });
  const [caller, callee] = [partyLabel(recording.from), partyLabel(recording.to)];
  return (
    <Dialog title={`${caller} to ${callee}`} size="large" onClose={onClose}>
      <Facts>
        <Fact name="Time">
          <Time at={recording.startedAt} withClock />
        </Fact>
        <Fact name="Recorded for">{CAUSE_LABELS[recording.cause]}</Fact>
        <Fact name="Call">
          <Link to="/tenants/$tenantId/calls/$callId" params={{ tenantId, callId: recording.callId }}>
            Call details
          </Link>
        </Fact>
      </Facts>
      {recording.state === 'ready' && recording.peaks && recording.seconds !== null && (
        <RecordingPlayer src={src} seconds={recording.seconds} peaks={recording.peaks} caller={caller} callee={callee}>
          {(seek) => <RecordingText recording={recording} names={{ caller, callee }} onSeek={seek} />}
        </RecordingPlayer>
      )}
      {recording.state === 'recording' && (
        <Notice title="The call is still in progress">You can listen once it has ended.</Notice>
      )}
      {recording.failure && (
        <Notice tone="error" title="There is nothing to hear">
          {FAILURE_LABELS[recording.failure]}.
        </Notice>
      )}
      <DialogActions>
        {recording.state === 'ready' && (
          <Download
            href={src}
            file={`recording-${recording.from}-${recording.to}.wav`}
            check={async () => void (await call(getRecording, { params }))}
          >
            Download
          </Download>
        )}
        <CancelButton>Close</CancelButton>
      </DialogActions>
    </Dialog>
  );
}
