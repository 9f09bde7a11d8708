import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { IconButton } from './Button.tsx';
import { lengthOf } from './clock-length.ts';
import { SPEEDS, usePlayback } from './playback.ts';
import styles from './audio-player.module.css';

type AudioPlayerProps = {
  src: string;
  /** Names the sound for screen readers: "message from (212) 555-0199". */
  of: string;
  /** The length until the file is loaded; 0 if unknown. */
  seconds: number;
  /** Called when it plays for the first time. */
  onPlayed?: () => void;
};

/** Plays a sound, with position and speed. Nothing is loaded before it is played. */
export function AudioPlayer({ src, of, seconds, onPlayed }: AudioPlayerProps) {
  const { isPlaying, at, length, speed, failed, seek, toggle, setSpeed, audioProps } = usePlayback({
    seconds,
    onPlayed,
  });
  const nextSpeed = () => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1);
  return (
    <fieldset className={styles.player} aria-label={`Player, ${of}`}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- of a call there are no captions; a transcript stands beside it */}
      <audio src={src} {...audioProps} />
      <IconButton
        small
        label={isPlaying ? 'Pause' : `Play ${of}`}
        icon={isPlaying ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
        onClick={toggle}
      />
      <input
        type="range"
        className={styles.place}
        aria-label={`Position in ${of}`}
        aria-valuetext={`${lengthOf(at)} of ${lengthOf(length)}`}
        min={0}
        max={length}
        step={0.1}
        value={Math.min(at, length)}
        onChange={({ currentTarget }) => seek(Number(currentTarget.value))}
      />
      <span className={styles.time}>{isPlaying || at > 0 ? lengthOf(at) : length > 0 && lengthOf(length)}</span>
      <button type="button" className={styles.speed} aria-label={`Speed ${speed}×`} onClick={nextSpeed}>
        {speed}×
      </button>
      {failed && (
        <span role="alert" className={styles.failed}>
          Couldn’t play this.
        </span>
      )}
    </fieldset>
  );
}
