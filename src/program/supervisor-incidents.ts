import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PartName } from '../incidents/contract.ts';
import { recordEnd, type UnexpectedEnd } from '../incidents/incidents.ts';
import { coreHint, writeCrashFile } from '../platform/process/crash-file.ts';
import { asOperator, type Db } from '../platform/db/db.ts';

export type IncidentReporter = {
  report(part: PartName, ended: { how: string; upMs: number; lastLines: readonly string[] }): void;
  /** From now on they are recorded there, earlier ones too. */
  recordIn(db: Db): void;
  stop(): void;
};

const RETRY_MS = 2000;
const MAX_WAITING = 100;

/**
 * Leaves a file about each unexpected end at once, and records it for the operator as soon as the database takes it: the
 * database may be what ended.
 */
export function openIncidentReporter(dataDir: string, log: (line: string) => void): IncidentReporter {
  const waiting: UnexpectedEnd[] = [];
  const stopped = new AbortController();
  let working = false;
  let db: Db | undefined;

  async function work(into: Db): Promise<void> {
    working = true;
    for (let end = waiting[0]; end && !stopped.signal.aborted; end = waiting[0]) {
      const next = end;
      const recorded = await asOperator(into, (tx) => recordEnd(tx, next)).then(
        () => true,
        () => false,
      );
      if (recorded) waiting.shift();
      else await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
    working = false;
  }

  return {
    report(part, { how, upMs, lastLines }) {
      const at = new Date();
      const core = coreHint(how);
      const about = [
        `${part} ended at ${at.toISOString()} (${how}), after ${Math.round(upMs / 1000)} s.`,
        ...(core === null ? [] : [core]),
        'What it wrote last:',
        ...lastLines,
      ];
      const report = writeCrashFile(path.join(dataDir, 'crashes'), part, at, about);
      if (report !== null) log(`What is known about it: ${path.join(dataDir, 'crashes', report)}`);
      waiting.push({ part, machine: os.hostname() || 'this machine', at, reason: how, report });
      if (waiting.length > MAX_WAITING) waiting.shift();
      if (db && !working) void work(db);
    },
    recordIn(opened) {
      db = opened;
      if (!working) void work(db);
    },
    stop: () => stopped.abort(),
  };
}
