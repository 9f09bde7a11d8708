import { readFileSync } from 'node:fs';
import type { RunningAsterisk } from '../asterisk/asterisk.ts';
import { emergencyCallIsOn } from '../asterisk/pbx.ts';
import { takeRestartRequest, writeAsteriskState } from '../asterisk/state.ts';
import type { AsteriskInstallation } from '../asterisk/installation.ts';
import { holesOf } from '../asterisk/known-holes.ts';

export type AsteriskWatch = {
  /** From now on this one is looked at, in place of the one before. */
  watch(engine: RunningAsterisk, installation: AsteriskInstallation): void;
  /** Whether we asked it to end. */
  wasAsked(engine: RunningAsterisk): boolean;
  stop(): void;
};

export type WatchOptions = {
  dataDir: string;
  log: (line: string) => void;
  /** bytes; more than this, and it starts again as soon as no calls are on */
  ceiling?: number;
  everyMs?: number;
  memoryOf?: (pid: number) => number;
};

const MB = 1_000_000;
const CEILING = 600 * MB;
const LOOK_MS = 5000;

/**
 * Looks at the running Asterisk: leaves its state for the operator's page, and has it end when no calls are on after too
 * much memory or a request (a new version). Asterisk itself waits for that moment, so that no call comes in between; a
 * call is never cut for it.
 */
export function openAsteriskWatch(options: WatchOptions): AsteriskWatch {
  const { dataDir, log, ceiling = CEILING, everyMs = LOOK_MS, memoryOf = residentBytes } = options;
  const asked = new WeakSet<RunningAsterisk>();
  let timer: NodeJS.Timeout | undefined;

  function watch(engine: RunningAsterisk, { version, binary }: AsteriskInstallation): void {
    clearInterval(timer);
    warnOfHoles(version, log);
    takeRestartRequest(dataDir); // this start has done what an earlier one asked for
    const startedAt = new Date().toISOString();
    let restartBecause: string | null = null;
    let ended = false;
    void engine.exited.then(() => (ended = true));

    async function restart(reason: string, now: boolean): Promise<void> {
      asked.add(engine);
      restartBecause = reason;
      log(`Asterisk is started again ${now ? 'now' : 'as soon as no calls are on'}: ${reason}.`);
      if (now) return engine.stop();
      if (await engine.stopWhenIdle()) return;
      restartBecause = null; // asked again at the next look
      asked.delete(engine);
    }

    /** Also an order to do it at once ends no emergency call: then it waits like any other. */
    async function restartNow(reason: string): Promise<void> {
      const emergency = await emergencyCallIsOn(engine.connection).catch(() => true);
      if (emergency) log('An emergency call may be on.');
      if (!emergency || restartBecause === null) await restart(reason, !emergency);
    }

    function look(): void {
      if (ended) return;
      const memoryBytes = memoryOf(engine.pid);
      const request = takeRestartRequest(dataDir);
      if (request?.now) void restartNow(request.reason);
      else if (request && restartBecause === null) void restart(request.reason, false);
      else if (memoryBytes > ceiling && restartBecause === null)
        void restart(`it uses ${Math.round(memoryBytes / MB)} MB, more than ${Math.round(ceiling / MB)} MB`, false);
      writeAsteriskState(dataDir, { version, binary, startedAt, memoryBytes, restartBecause });
    }
    look();
    timer = setInterval(look, everyMs);
  }

  return { watch, wasAsked: (engine) => asked.has(engine), stop: () => clearInterval(timer) };
}

function warnOfHoles(version: string, log: (line: string) => void): void {
  const holes = holesOf(version);
  if (holes.length === 0) return;
  log(
    `WARNING: Asterisk ${version} has known security holes: ${holes.map(({ id, about }) => `${id} (${about})`).join('; ')}.`,
  );
  log('  Renew it while the service runs: npm run operator -- upgrade-asterisk');
}

/** Where the system tells: the memory that a process really has. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
