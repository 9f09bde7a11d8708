import { Worker } from 'node:worker_threads';

/** A program that is stuck gives no call a way out: while it holds the application, the dialplan does not take over. */
const STUCK_MS = 4000;
const BEAT_MS = 500;

/** Runs in a separate thread, which keeps running when the main thread is stuck. SIGKILL, because a stuck process handles no other signal. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const beats = new Int32Array(workerData.beats);
let last = -1;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now === last) process.kill(process.pid, 'SIGKILL');
  last = now;
}, workerData.stuckMs);
`;

/**
 * Ends this process when its event loop is stuck, so that it is started again. The supervisor gets a beat too (IPC), which
 * finds what no thread of this process can: that all of it was stopped.
 */
export function startWatchdog(stuckMs = STUCK_MS): () => void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(WATCH, { eval: true, execArgv: [], workerData: { beats: beats.buffer, stuckMs } });
  worker.unref();
  const beat = (): void => {
    Atomics.add(beats, 0, 1);
    process.send?.({ type: 'alive' }, undefined, {}, () => {});
  };
  beat();
  const timer = setInterval(beat, Math.min(BEAT_MS, stuckMs / 4));
  return () => {
    clearInterval(timer);
    void worker.terminate();
  };
}
