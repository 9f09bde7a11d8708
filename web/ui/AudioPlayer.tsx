import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { type SyntheticEvent, useRef, useState } from 'react';
import styles from './audio-player.module.css';
import { IconButton } from './Button.tsx';
import { lengthOf } from './clock-length.ts';

type AudioPlayerProps = {
  src: string;
  /** What is heard, for a screen reader: "message from (212) 555-0199". */
  of: string;
  /** How long it is, before the file says so; 0 where nobody knows. */
  seconds: number;
  /** The first time that it plays. */
  onPlayed?: () => void;
};

const SPEEDS = [1, 1.5, 2];

/** Only one sound is heard at a time. */
let playing: HTMLAudioElement | null = null;

/** Plays a sound: a button, a place in it, and a speed. Nothing is loaded before it is played. */
export function AudioPlayer({ src, of, seconds, onPlayed }: AudioPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  const hasPlayed = useRef(false);

  const toggle = () => {
    const sound = audio.current;
    if (!sound) return;
    if (!sound.paused) return sound.pause();
    setFailed(false);
    sound.playbackRate = speed;
    // what stops it, such as a file that is gone, is told by its error
    sound.play().catch(() => setFailed(true));
  };
  const seek = (to: number) => {
    setAt(to);
    if (audio.current) audio.current.currentTime = to;
  };
  const nextSpeed = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  const started = ({ currentTarget }: SyntheticEvent<HTMLAudioElement>) => {
    if (playing !== currentTarget) playing?.pause();
    playing = currentTarget;
    setPlaying(true);
    if (!hasPlayed.current) onPlayed?.();
    hasPlayed.current = true;
  };
  return (
    <fieldset className={styles.player} aria-label={`Player, ${of}`}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- of a call there are no captions; a transcript stands beside it */}
      <audio
        ref={audio}
        src={src}
        preload="none"
        onPlaying={started}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
        }}
        onEnded={() => seek(0)}
      />
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
