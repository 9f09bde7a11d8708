import { useQuery } from '@tanstack/react-query';
import type { Passage, Speaker, TranscriptState } from '../../../src/transcripts/contract.ts';
import type { getRecordingTranscript, getVoicemailTranscript } from '../../../src/transcripts/endpoints.ts';
import { Button } from '../../ui/Button.tsx';
import { lengthOf } from '../../ui/clock-length.ts';
import { Muted, Row } from '../../ui/layout.tsx';
import { LoadError } from '../../ui/LoadError.tsx';
import type { apiQuery } from '../session/queries.ts';
import styles from './transcript-text.module.css';

type TranscriptQuery = ReturnType<typeof apiQuery<typeof getRecordingTranscript | typeof getVoicemailTranscript>>;

type TextProps = {
  query: TranscriptQuery;
  /** The speakers' names, if there are two sides. */
  names?: Record<Speaker, string>;
  /** Plays from a time. */
  onSeek?: (seconds: number) => void;
};

type Props = TextProps & {
  state: TranscriptState | null;
  retry: { run: () => void; busy: boolean; disabledReason: string | null };
};

/** The transcript of a message or recording. Shows nothing if there is no speech service. */
export function TranscriptText({ state, retry, ...text }: Props) {
  switch (state) {
    case null:
      return null;
    case 'waiting':
      return <Muted>Transcribing…</Muted>;
    case 'failed':
      return (
        <Row tight>
          <Muted>It couldn’t be transcribed.</Muted>
          <Button small kind="quiet" busy={retry.busy} disabledReason={retry.disabledReason} onClick={retry.run}>
            Try again
          </Button>
        </Row>
      );
    case 'done':
      return <Passages {...text} />;
  }
}

function Passages({ query, names, onSeek }: TextProps) {
  const { data, error, refetch } = useQuery(query);
  if (error) return <LoadError title="Couldn’t load the text" error={error} again={refetch} />;
  if (!data) return <Muted>Loading…</Muted>;
  if (data.passages.length === 0) return <Muted>Nobody spoke.</Muted>;
  return (
    <ol className={styles.passages} aria-label="What was said">
      {data.passages.map((passage: Passage) => (
        <li key={`${passage.start} ${passage.speaker}`}>
          {onSeek ? (
            <Button
              small
              kind="quiet"
              aria-label={`Play from ${lengthOf(passage.start)}`}
              onClick={() => onSeek(passage.start)}
            >
              {lengthOf(passage.start)}
            </Button>
          ) : (
            <span className={styles.at}>{lengthOf(passage.start)}</span>
          )}{' '}
          {names && <strong>{names[passage.speaker]}:</strong>} {passage.text}
        </li>
      ))}
    </ol>
  );
}
