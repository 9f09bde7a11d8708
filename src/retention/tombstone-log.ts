import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { absentIsNull } from '../platform/process/system-error.ts';
import type { Tombstone } from './sql.ts';

/**
 * Tombstones outside the database, one per line, written to disk before the tenant's first row is deleted. A database restored from a backup
 * does not know about later purges, but this file does.
 */
const FILE = 'tombstones.jsonl';

const Line = z.object({
  tenantId: z.uuid(),
  sipPrefix: z.string(),
  partnerId: z.uuid(),
  createdAt: z.coerce.date(),
  cancelledAt: z.coerce.date(),
  purgedAt: z.coerce.date(),
});

/** Appends all with one write and one sync. First ends a line that a crash cut short, so that it does not corrupt the next one. */
export async function appendTombstones(dataDir: string, tombstones: Tombstone[]): Promise<void> {
  if (tombstones.length === 0) return;
  const text = tombstones.map((tombstone) => `${JSON.stringify(toLine(tombstone))}\n`).join('');
  await fs.mkdir(dataDir, { recursive: true });
  const file = await fs.open(path.join(dataDir, FILE), 'a+', 0o600);
  try {
    await file.appendFile((await endsCleanly(file)) ? text : `\n${text}`);
    await file.sync();
  } finally {
    await file.close();
  }
  const folder = await fs.open(dataDir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Returns one tombstone per tenant. `unreadable` counts invalid lines, such as one cut short by a crash. */
export async function readTombstones(dataDir: string): Promise<{ tombstones: Tombstone[]; unreadable: number }> {
  const text = (await absentIsNull(fs.readFile(path.join(dataDir, FILE), 'utf8'))) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  const tombstones = lines.map(readLine).filter((tombstone) => tombstone !== null);
  const byTenant = new Map(tombstones.map((tombstone) => [tombstone.tenant_id, tombstone]));
  return { tombstones: [...byTenant.values()], unreadable: lines.length - tombstones.length };
}

async function endsCleanly(file: fs.FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

function toLine(tombstone: Tombstone): z.input<typeof Line> {
  return {
    tenantId: tombstone.tenant_id,
    sipPrefix: tombstone.sip_prefix,
    partnerId: tombstone.partner_id,
    createdAt: tombstone.created_at,
    cancelledAt: tombstone.cancelled_at,
    purgedAt: tombstone.purged_at,
  };
}

function readLine(text: string): Tombstone | null {
  try {
    const line = Line.parse(JSON.parse(text));
    return {
      tenant_id: line.tenantId,
      sip_prefix: line.sipPrefix,
      partner_id: line.partnerId,
      created_at: line.createdAt,
      cancelled_at: line.cancelledAt,
      purged_at: line.purgedAt,
    };
  } catch {
    return null;
  }
}
