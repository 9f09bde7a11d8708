import type { Recording } from '../../src/recordings/contract.ts';
import { getRecordingTranscript, retryRecordingTranscript } from '../../src/transcripts/endpoints.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { TranscriptText } from '../kit/words/TranscriptText.tsx';

type Props = { recording: Recording; names: { caller: string; callee: string }; onSeek: (seconds: number) => void };

/** The transcript of a recording. Clicking a time plays from there. */
export function RecordingText({ recording, names, onSeek }: Props) {
  const params = { tenantId: useTenantId(), recordingId: recording.id };
  const { mutate, isPending } = useApiMutation(retryRecordingTranscript, {
    errorTitle: 'Couldn’t start the transcription',
  });
  const disabledReason = useTenantReason('recordings.write');
  return (
    <TranscriptText
      state={recording.transcript}
      query={apiQuery(getRecordingTranscript, { params })}
      names={names}
      onSeek={onSeek}
      retry={{ run: () => mutate({ params }), busy: isPending, disabledReason }}
    />
  );
}
