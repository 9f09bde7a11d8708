import fs from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Arrival } from '../../calls/model/decision.ts';
import { isDataError } from '../../platform/db/db.ts';
import { absentIsNull } from '../../platform/process/system-error.ts';
import { oneAtATimeByKey } from '../../platform/process/turns.ts';
import { derivedId } from '../../platform/values/ids.ts';
import { userOf } from '../ari/ari-events.ts';
import { endpointOf } from '../ari/dial-string.ts';
import { fieldsOf, readNoteFile } from './note-file.ts';

export type RefusedCallsOptions = {
  /**
   * Saves a call that the dialplan refused while call control was away. May be repeated. Nothing is saved if its tenant
   * was purged, or its number is no tenant's.
   */
  save: (arrival: Arrival) => Promise<void>;
  /** the folder where Asterisk writes its files */
  spool: () => string;
  log: Pick<Logger, 'info' | 'error'>;
};

/** A line has `name:value` for each of these. The dialplan writes it (asterisk/pbx/extensions.conf). */
const Line = z.object({
  at: z.coerce.number().int().positive().max(9_999_999_999),
  from: z.enum(['phone', 'carrier']),
  /** what was called, or for a carrier that we registered with, the address that was called; a phone may have dialled nothing that the dialplan writes down */
  dialled: z.string().max(200),
  caller: z.string().max(200),
  restricted: z.string(),
  tenant: z.uuid().or(z.literal('')),
  country: z.string(),
  callback: z.string(),
  id: z.string().min(1).max(200),
  channel: z.string().max(200),
});

/** The dialplan writes no more into a file of 1 MB. Some channels may write at the same time. */
const MAX_BYTES = 2_000_000;

/** Saves the calls that the dialplan refused while call control was away, each once, and deletes their notes. */
export function openRefusedCalls({ save, spool, log }: RefusedCallsOptions): { recover(): Promise<void> } {
  const inTurn = oneAtATimeByKey();
  const fileOf = (name: string): string => path.join(spool(), 'refused', name);

  /** False if a line is about a call that can't be stored, which no repetition changes. */
  async function saveOne(line: string): Promise<boolean> {
    const refusal = readRefusal(line);
    if (!refusal) return false;
    try {
      await save(refusal);
      return true;
    } catch (error) {
      if (isDataError(error)) return false;
      throw error;
    }
  }

  async function recover(): Promise<void> {
    const taken = fileOf('taken');
    // Calls that are refused from now on go into a new file. An earlier attempt may have left a taken one.
    if ((await absentIsNull(fs.lstat(taken))) === null)
      if ((await absentIsNull(fs.rename(fileOf('calls'), taken).then(() => true))) === null) return;
    const text = (await readNoteFile(taken, MAX_BYTES)) ?? '';
    const lines = text.split('\n').filter((line) => line !== '');
    let unreadable = 0;
    for (const line of lines) if (!(await saveOne(line))) unreadable++;
    await fs.rm(taken, { force: true, recursive: true });
    if (unreadable > 0 || text === '') log.error({ unreadable }, 'notes of refused calls can’t be read');
    log.info({ calls: lines.length - unreadable }, 'recorded the calls that were refused without call control');
  }

  return { recover: () => inTurn('', recover) };
}

/** Null if it is not a whole line. */
export function readRefusal(line: string): Arrival | null {
  const { data } = Line.safeParse(Object.fromEntries(fieldsOf(line)));
  if (!data) return null;
  const { from, dialled, caller, restricted, tenant, country, callback, id, channel } = data;
  const at = new Date(data.at * 1000);
  return {
    id: derivedId(id, at),
    at: at.toISOString(),
    foundWaiting: false,
    legsMade: 0,
    channel: id,
    from,
    dialled: /^(sips?|tel):/i.test(dialled) ? userOf(dialled) : dialled,
    endpoint: endpointOf(channel),
    tenantId: tenant || null,
    caller: { number: caller, name: '' },
    restricted: restricted.startsWith('prohib'),
    overTls: false,
    codecs: [],
    emergency: { trunkIds: [], callback: callback || null, country: country || null },
  };
}
