import { Worker } from 'node:worker_threads';

/**
 * A stuck process blocks all calls, because the dialplan doesn't take over while the process is subscribed to the
 * application.
 */
const STUCK_MS = 4000;
const BEAT_MS = 500;

/**
 * Runs in a separate thread, which continues when the main thread is stuck. It sends SIGKILL, because a stuck process
 * handles no other signal.
 */
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
 * Kills this process when its event loop is stuck, so that it is restarted. The supervisor also gets a heartbeat (IPC).
 * It notices what no thread of this process can: that the whole process has stopped.
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
