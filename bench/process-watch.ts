import { monitorEventLoopDelay } from 'node:perf_hooks';

const MB = 1024 * 1024;
const TURN_MS = 5;
const MEMORY_MS = 50;

/**
 * Measures the memory of this process and the pauses of its event loop. On a busy machine, a process also pauses because it gets no processor, so the
 * processor time between two turns is measured, too: that part is its own work.
 */
export function watchProcess() {
  const pauses = monitorEventLoopDelay({ resolution: TURN_MS });
  pauses.enable();
  let before = process.threadCpuUsage();
  let longestWork = 0;
  const turns = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longestWork = Math.max(longestWork, (user + system) / 1000);
    before = process.threadCpuUsage();
  }, TURN_MS);
  const memory = [process.memoryUsage.rss()];
  const samples = setInterval(() => memory.push(process.memoryUsage.rss()), MEMORY_MS);
  return {
    stop() {
      pauses.disable();
      clearInterval(turns);
      clearInterval(samples);
      const half = Math.ceil(memory.length / 2);
      return {
        longestMs: pauses.max / 1e6,
        p99Ms: pauses.percentile(99) / 1e6,
        longestWorkMs: longestWork,
        beginMb: (memory[0] ?? 0) / MB,
        firstHalfMb: Math.max(...memory.slice(0, half)) / MB,
        secondHalfMb: Math.max(...memory.slice(half), 0) / MB,
      };
    },
  };
}
