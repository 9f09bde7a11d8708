import { readFileSync } from 'node:fs';
import type { RunningAsterisk } from '../../asterisk/asterisk.ts';
import { runningModules, findUntranslatable } from '../../asterisk/configuration/translators.ts';
import type { AsteriskInstallation } from '../../asterisk/installation/installation.ts';
import { vulnerabilitiesOf } from '../../asterisk/installation/known-vulnerabilities.ts';
import { openMemoryTrim } from '../../asterisk/memory-trim.ts';
import { takeRestartRequest, writeAsteriskState } from '../../asterisk/state.ts';
import { hasEmergencyCall } from '../../call-control/emergency-calls.ts';

export type AsteriskWatch = {
  /** Watches this instance from now on, in place of the previous one. */
  watch(asterisk: RunningAsterisk, installation: AsteriskInstallation): void;
  /** Whether its end was requested by us. */
  wasAskedToEnd(asterisk: RunningAsterisk): boolean;
  stop(): void;
};

export type WatchOptions = {
  dataDir: string;
  log: (line: string) => void;
  /** in bytes; above this, Asterisk restarts as soon as no calls are in progress */
  ceiling?: number;
  everyMs?: number;
  memoryOf?: (pid: number) => number;
};

const MB = 1_000_000;
const MEMORY_CEILING = 600 * MB;
const CHECK_MS = 5000;

/**
 * Watches the running Asterisk. Writes its state for the operator's page, trims its memory, and restarts it when it uses too much memory or on request (a new
 * version). Asterisk itself waits until no calls are in progress, so that no call can slip in between. A restart never cuts a call.
 */
export function openAsteriskWatch(options: WatchOptions): AsteriskWatch {
  const { dataDir, log, ceiling = MEMORY_CEILING, everyMs = CHECK_MS, memoryOf = residentBytes } = options;
  const asked = new WeakSet<RunningAsterisk>();
  let timer: NodeJS.Timeout | undefined;

  function watch(asterisk: RunningAsterisk, { version, binary }: AsteriskInstallation): void {
    clearInterval(timer);
    warnOfVulnerabilities(version, log);
    void runningModules(asterisk.connection).then(
      (running) => warnOfCodecs(running, log),
      // it has ended meanwhile
      () => {},
    );
    takeRestartRequest(dataDir); // this start fulfils any earlier request
    const startedAt = new Date().toISOString();
    let restartBecause: string | null = null;
    let ended = false;
    void asterisk.exited.then(() => (ended = true));

    const memory = openMemoryTrim(async () => {
      await asterisk.trimMemory();
      return memoryOf(asterisk.pid);
    });

    async function restart(reason: string, now: boolean): Promise<void> {
      asked.add(asterisk);
      restartBecause = reason;
      log(`Asterisk restarts ${now ? 'now' : 'as soon as no calls are in progress'}: ${reason}.`);
      if (now) return asterisk.stop();
      if (await asterisk.stopWhenIdle()) return;
      restartBecause = null; // retried at the next check
      asked.delete(asterisk);
    }

    /** Even an immediate restart never ends an emergency call. It then waits until no calls are in progress. */
    async function restartNow(reason: string): Promise<void> {
      const emergency = await hasEmergencyCall(asterisk.connection).catch(() => true);
      if (emergency) log('An emergency call may be in progress.');
      if (!emergency || restartBecause === null) await restart(reason, !emergency);
    }

    function check(): void {
      if (ended) return;
      const memoryBytes = memoryOf(asterisk.pid);
      memory.look(memoryBytes, Date.now());
      const request = takeRestartRequest(dataDir);
      if (request?.now) void restartNow(request.reason);
      else if (request && restartBecause === null) void restart(request.reason, false);
      else if (memoryBytes > ceiling && restartBecause === null)
        void restart(`it uses ${Math.round(memoryBytes / MB)} MB, more than ${Math.round(ceiling / MB)} MB`, false);
      writeAsteriskState(dataDir, { version, binary, startedAt, memoryBytes, restartBecause });
    }
    check();
    timer = setInterval(check, everyMs);
  }

  return { watch, wasAskedToEnd: (asterisk) => asked.has(asterisk), stop: () => clearInterval(timer) };
}

function warnOfVulnerabilities(version: string, log: (line: string) => void): void {
  const vulnerabilities = vulnerabilitiesOf(version);
  if (vulnerabilities.length === 0) return;
  log(
    `WARNING: Asterisk ${version} has known vulnerabilities: ${vulnerabilities.map(({ id, about }) => `${id} (${about})`).join('; ')}.`,
  );
  log('  Upgrade it while the service runs: npm run operator -- upgrade-asterisk');
}

function warnOfCodecs(running: ReadonlySet<string>, log: (line: string) => void): void {
  const lacking = findUntranslatable(running);
  if (lacking === null) return;
  log(`WARNING: this Asterisk cannot convert ${lacking.codecs.join(', ')}: ${lacking.modules.join(', ')} not running.`);
  log('  A phone that offers nothing else is not heard outside, not even by 911.');
}

/** The resident memory of a process; 0 where the system does not report it. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
