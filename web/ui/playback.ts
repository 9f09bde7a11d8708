import { type SyntheticEvent, useRef, useState } from 'react';

type PlaybackOptions = {
  /** The length until the file is loaded; 0 if unknown. */
  seconds: number;
  /** Called when it plays for the first time. */
  onPlayed?: (() => void) | undefined;
};

export const SPEEDS = [1, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** Only one sound plays at a time. */
let playing: HTMLAudioElement | null = null;

type AudioEvent = SyntheticEvent<HTMLAudioElement>;

/** Controls an `<audio>` element that gets `audioProps`. Nothing is loaded before it is played. */
export function usePlayback({ seconds, onPlayed }: PlaybackOptions) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds);
  const [speed, setSpeed] = useState<Speed>(1);
  const [failed, setFailed] = useState(false);
  const hasPlayed = useRef(false);

  const seek = (to: number) => {
    setAt(to);
    if (audio.current) audio.current.currentTime = to;
  };
  return {
    isPlaying,
    /** position and length in seconds */
    at,
    length,
    speed,
    /** whether playing failed */
    failed,
    seek,
    toggle() {
      const sound = audio.current;
      if (!sound) return;
      if (!sound.paused) return sound.pause();
      setFailed(false);
      sound.playbackRate = speed;
      // fails for example if the file was deleted
      sound.play().catch(() => setFailed(true));
    },
    setSpeed(next: Speed) {
      setSpeed(next);
      if (audio.current) audio.current.playbackRate = next;
    },
    audioProps: {
      ref: audio,
      preload: 'none',
      onPlaying({ currentTarget }: AudioEvent) {
        if (playing !== currentTarget) playing?.pause();
        playing = currentTarget;
        setPlaying(true);
        if (!hasPlayed.current) onPlayed?.();
        hasPlayed.current = true;
      },
      onPause: () => setPlaying(false),
      onTimeUpdate: ({ currentTarget }: AudioEvent) => setAt(currentTarget.currentTime),
      onDurationChange({ currentTarget }: AudioEvent) {
        if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
      },
      onEnded: () => seek(0),
    },
  } as const;
}
