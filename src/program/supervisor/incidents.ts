import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PartName } from '../../incidents/contract.ts';
import { recordEnd, type UnexpectedEnd } from '../../incidents/incidents.ts';
import { asOperator, type Db, isDataError } from '../../platform/db/db.ts';
import { coreHint, writeCrashFile } from '../../platform/process/log/crash-file.ts';
import { openRepeatedFailures } from '../../platform/process/repeated-failure.ts';
import { messageOf } from '../../platform/process/system-error.ts';

export type IncidentReporter = {
  report(part: PartName, ended: { how: string; upMs: number; lastLines: readonly string[] }): void;
  /** Starts recording in this database, including earlier incidents. */
  recordIn(db: Db): void;
  stop(): void;
};

const RETRY_MS = 2000;
const MAX_WAITING = 100;

/**
 * Writes a crash file for each unexpected end at once, and records it for the operator as soon as the database is reachable, since the
 * database may be the part that ended.
 */
export function openIncidentReporter(dataDir: string, log: (line: string) => void): IncidentReporter {
  const waiting: UnexpectedEnd[] = [];
  const stopped = new AbortController();
  const failures = openRepeatedFailures();
  let isRecording = false;
  let db: Db | undefined;

  /** Records an incident, or logs that it never can be. False if it should be tried again. */
  async function recordOne(into: Db, end: UnexpectedEnd): Promise<boolean> {
    try {
      await asOperator(into, (tx) => recordEnd(tx, end));
      failures.end();
      return true;
    } catch (error) {
      const message = messageOf(error);
      if (isDataError(error)) {
        log(`An incident (${end.part}: ${end.reason}) can’t be recorded: ${message}`);
        return true;
      }
      if (failures.isNew(error)) log(`Incidents can’t be recorded yet (${message}). Trying again.`);
      return false;
    }
  }

  async function recordWaiting(into: Db): Promise<void> {
    isRecording = true;
    for (let end = waiting[0]; end && !stopped.signal.aborted; end = waiting[0]) {
      const isDone = await recordOne(into, end);
      // too many waiting ones may have pushed it out meanwhile
      if (isDone && waiting[0] === end) waiting.shift();
      if (!isDone) await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
    isRecording = false;
  }

  return {
    report(part, { how, upMs, lastLines }) {
      const at = new Date();
      const core = coreHint(how);
      const about = [
        `${part} ended at ${at.toISOString()} (${how}), after ${Math.round(upMs / 1000)} s.`,
        ...(core === null ? [] : [core]),
        'Its last output:',
        ...lastLines,
      ];
      const report = writeCrashFile(path.join(dataDir, 'crashes'), part, at, about);
      if (report !== null) log(`Details: ${path.join(dataDir, 'crashes', report)}`);
      waiting.push({ part, machine: os.hostname() || 'this machine', at, reason: how, report });
      if (waiting.length > MAX_WAITING) waiting.shift();
      if (db && !isRecording) void recordWaiting(db);
    },
    recordIn(opened) {
      db = opened;
      if (!isRecording) void recordWaiting(db);
    },
    stop: () => stopped.abort(),
  };
}
