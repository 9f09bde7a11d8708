// Allows only one set-up at a time in a folder.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { which } from './paths.mjs';
import { heldLocks } from './run.mjs';
import { say, SetupError } from './say.mjs';

/**
 * Holds an flock(2) lock on a folder while `work` runs. The lock belongs to a child that ends when the last writer
 * of its stdin is gone. Those are this process and the programs that it runs meanwhile (they inherit the pipe), so a
 * kill -9 of this process frees the lock as soon as the programs it started have ended too: no lock can be stale.
 */
export async function underLock(folder, work) {
  if (!which('flock', existsSync)) return work(); // macOS has none; two set-ups at once are then the user's to avoid
  const holder = spawn('flock', [folder, 'sh', '-c', 'echo held; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const from = Date.now();
  const told = setTimeout(() => say('Another set-up is running; waiting for it …'), 500);
  const heartbeat = setInterval(() => say(`  … still waiting (${Math.round((Date.now() - from) / 1000)} s)`), 5000);
  const stopWaiting = () => {
    clearTimeout(told);
    clearInterval(heartbeat);
  };
  try {
    await held(holder, folder);
    stopWaiting();
    heldLocks.add(holder.stdin);
    return await work();
  } finally {
    stopWaiting();
    heldLocks.delete(holder.stdin);
    holder.stdin.end();
  }
}

function held(holder, folder) {
  let complaint = '';
  holder.stderr.on('data', (chunk) => (complaint += chunk));
  holder.stdin.on('error', () => {}); // what happened is told by 'close'
  return new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve);
    holder.once('error', reject);
    holder.once('close', () => reject(new SetupError(`${folder} cannot be locked: ${complaint.trim()}`)));
  });
}
