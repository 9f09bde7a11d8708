import { useQuery } from '@tanstack/react-query';
import type { Passage } from '../../src/transcripts/contract.ts';
import { getVoicemailTranscript, retryVoicemailTranscript } from '../../src/transcripts/endpoints.ts';
import type { Voicemail } from '../../src/voicemail/contract.ts';
import { useApiMutation } from '../kit/changes.ts';
import { apiQuery } from '../kit/queries.ts';
import { useAnyTenant } from '../kit/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import { Muted, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import styles from './message-text.module.css';

type Props = { message: Voicemail; disabledReason: string | null };

/** What was said in a message; nothing where no speech service was asked. */
export function MessageText({ message, disabledReason }: Props) {
  const params = { tenantId: useAnyTenant().id, voicemailId: message.id };
  const { mutate: retry, isPending } = useApiMutation(retryVoicemailTranscript, { errorTitle: 'Not asked again' });
  switch (message.transcript) {
    case null:
      return null;
    case 'waiting':
      return <Muted>Writing down what was said…</Muted>;
    case 'failed':
      return (
        <Row tight>
          <Muted>What was said couldn’t be written down.</Muted>
          <Button small kind="quiet" busy={isPending} disabledReason={disabledReason} onClick={() => retry({ params })}>
            Try again
          </Button>
        </Row>
      );
    case 'done':
      return <Passages params={params} />;
  }
}

function Passages({ params }: { params: { tenantId: string; voicemailId: string } }) {
  const { data, error, refetch } = useQuery(apiQuery(getVoicemailTranscript, { params }));
  if (error) return <NotLoaded title="Couldn’t load the text" error={error} again={refetch} />;
  if (!data) return <Muted>Loading…</Muted>;
  if (data.passages.length === 0) return <Muted>Nobody spoke.</Muted>;
  return (
    <ol className={styles.passages} aria-label="What was said">
      {data.passages.map((passage: Passage) => (
        <li key={passage.start}>
          <span className={styles.at}>{lengthOf(passage.start)}</span> {passage.text}
        </li>
      ))}
    </ol>
  );
}
