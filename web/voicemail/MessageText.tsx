import { getVoicemailTranscript, retryVoicemailTranscript } from '../../src/transcripts/endpoints.ts';
import type { Voicemail } from '../../src/voicemail/contract.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { TranscriptText } from '../kit/words/TranscriptText.tsx';

/** The transcript of a message. */
export function MessageText({ message, disabledReason }: { message: Voicemail; disabledReason: string | null }) {
  const params = { tenantId: useAnyTenant().id, voicemailId: message.id };
  const { mutate, isPending } = useApiMutation(retryVoicemailTranscript, {
    errorTitle: 'Couldn’t start the transcription',
  });
  return (
    <TranscriptText
      state={message.transcript}
      query={apiQuery(getVoicemailTranscript, { params })}
      retry={{ run: () => mutate({ params }), busy: isPending, disabledReason }}
    />
  );
}
