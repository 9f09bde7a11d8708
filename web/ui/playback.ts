import { type SyntheticEvent, useRef, useState } from 'react';

type PlaybackOptions = {
  /** The length until the file gives it; 0 if unknown. */
  seconds: number;
  /** The first time that it plays. */
  onPlayed?: (() => void) | undefined;
};

export const SPEEDS = [1, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** Only one sound is heard at a time. */
let playing: HTMLAudioElement | null = null;

type AudioEvent = SyntheticEvent<HTMLAudioElement>;

/** Plays the sound of an `<audio>` that is given `audioProps`. Nothing is loaded before it is played. */
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
    /** seconds from the beginning, and in all */
    at,
    length,
    speed,
    /** it could not be played */
    failed,
    seek,
    toggle() {
      const sound = audio.current;
      if (!sound) return;
      if (!sound.paused) return sound.pause();
      setFailed(false);
      sound.playbackRate = speed;
      // its error says what stops it, such as a file that is gone
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
