import type { Logger } from 'pino';
import { type CallProgress, saveParties, saveProgress } from '../../calls/records/call-records.ts';
import { type Db, isDataError } from '../../platform/db/db.ts';
import { type LivePartiesWriter, openLiveParties } from './live-parties.ts';
import { openWriteBehind, type WriteBehind } from './write-behind.ts';

/** What calls write in the background. */
export type Writers = {
  writeBehind: WriteBehind<CallProgress>;
  /** who rings and who talks, for the event streams */
  parties: LivePartiesWriter;
  /** Resolves when the last writes are done, or took too long. */
  stop(): Promise<void>;
};

/** How many writes run at a time. Admissions must always find a free connection. */
const WRITERS = 4;
const LAST_WRITES_MS = 2000;

export function openWriters(db: Db, log: Logger): Writers {
  const parties = openLiveParties({
    save: (rows, tenantIds) => saveParties(db, rows, tenantIds),
    log: (err) => log.error({ err }, 'the parties of calls could not be saved; trying again'),
  });
  const writeBehind = openWriteBehind<CallProgress>({
    async saveRows(rows) {
      await saveProgress(db, rows);
      for (const { facts } of rows) parties.rowsChanged(facts.tenantId);
    },
    isAboutRows: isDataError,
    writers: WRITERS,
    log: (err) => log.error({ err }, 'a call could not be saved; trying again'),
  });
  return {
    writeBehind,
    parties,
    async stop() {
      await writeBehind.flush(LAST_WRITES_MS);
      parties.stop();
    },
  };
}
