import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RecordingDetail } from '../../src/recordings/contract.ts';
import { IconButton } from '../ui/Button.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import { Chips } from '../ui/controls.tsx';
import { Notice } from '../ui/Notice.tsx';
import { SPEEDS, usePlayback } from '../ui/playback.ts';
import { outlineOf, type Peaks } from './waveform.ts';
import styles from './recording-player.module.css';

type PlayerProps = {
  src: string;
  seconds: number;
  peaks: NonNullable<RecordingDetail['peaks']>;
  /** The name of each side. */
  caller: string;
  callee: string;
  /** Shown below the player; can seek. */
  children: (seek: (seconds: number) => void) => ReactNode;
};

const HEIGHT = 48;

/** Plays a recording and shows the waveforms of both sides. The position is a slider over them, for mouse and keyboard. */
export function RecordingPlayer({ src, seconds, peaks, caller, callee, children }: PlayerProps) {
  const { isPlaying, at, speed, failed, seek, toggle, setSpeed, audioProps } = usePlayback({ seconds });
  return (
    <fieldset className={styles.player} aria-label="Player">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what was said stands below */}
      <audio src={src} {...audioProps} />
      <div className={styles.waves}>
        <Wave name={caller} peaks={peaks.caller} played={at / seconds} />
        <Wave name={callee} peaks={peaks.callee} played={at / seconds} />
        <input
          type="range"
          className={styles.place}
          aria-label="Position"
          aria-valuetext={`${lengthOf(at)} of ${lengthOf(seconds)}`}
          min={0}
          max={seconds}
          step={0.1}
          value={Math.min(at, seconds)}
          onChange={({ currentTarget }) => seek(Number(currentTarget.value))}
        />
      </div>
      <div className={styles.controls}>
        <IconButton
          label={isPlaying ? 'Pause' : 'Play'}
          icon={isPlaying ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
          onClick={toggle}
        />
        <span className={styles.time}>
          {lengthOf(at)} / {lengthOf(seconds)}
        </span>
        <Chips
          label="Speed"
          value={String(speed)}
          options={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))}
          onChange={(chosen) => setSpeed(SPEEDS.find((value) => String(value) === chosen) ?? 1)}
        />
      </div>
      {failed && (
        <Notice tone="error" alert>
          This recording couldn’t be played. It may have been deleted.
        </Notice>
      )}
      {children(seek)}
    </fieldset>
  );
}

/** The waveform of one side, with the played part coloured. */
function Wave({ name, peaks, played }: { name: string; peaks: Peaks; played: number }) {
  const outline = outlineOf(peaks, HEIGHT);
  return (
    <figure className={styles.wave}>
      <figcaption>{name}</figcaption>
      <svg viewBox={`0 0 ${peaks.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <polygon points={outline} className={styles.ahead} />
        <svg width={peaks.length * played} height={HEIGHT}>
          <polygon points={outline} className={styles.played} />
        </svg>
      </svg>
    </figure>
  );
}
