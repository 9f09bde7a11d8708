import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';

const watchdog = path.join(import.meta.dirname, 'watchdog.ts');

/** How a program ends that starts its watchdog with this limit and then runs this code. */
async function endOf(
  stuckMs: number,
  work: string,
): Promise<{ code: number | null; by: string | null; beats: number }> {
  const program = `import { startWatchdog } from ${JSON.stringify(watchdog)}; const stop = startWatchdog(${stuckMs}); ${work}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let beats = 0;
  child.on('message', () => beats++);
  const [code, by] = (await once(child, 'exit')) as [number | null, string | null];
  return { code, by, beats };
}

test('a stuck program is killed, and sends heartbeats until then', async () => {
  const { by, beats } = await endOf(200, 'setTimeout(() => { for (;;); }, 500);');
  expect(by).toBe('SIGKILL');
  expect(beats).toBeGreaterThan(2);
});

test('a working program is left alone, and ends by itself', async () => {
  // so long that no busy machine makes it look stuck
  const end = await endOf(3000, 'setTimeout(() => { stop(); process.disconnect(); }, 4000);');
  expect(end).toMatchObject({ code: 0, by: null });
});
