import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Tombstone } from './sql.ts';

/**
 * Tombstones outside the database: a line each, on disk before the first row of the tenant goes. A restored database has forgotten what
 * was purged since its backup; this file has not.
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

/** One write and one sync for all of them. A line that a crash cut short is ended first, so that it spoils no other. */
export async function appendTombstones(dataDir: string, stones: Tombstone[]): Promise<void> {
  if (stones.length === 0) return;
  const text = stones.map((stone) => `${JSON.stringify(toLine(stone))}\n`).join('');
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

/** One for each tenant, however often it was written. `unreadable` counts lines that are none, such as one cut short by a crash. */
export async function readTombstones(dataDir: string): Promise<{ stones: Tombstone[]; unreadable: number }> {
  const text = await fs.readFile(path.join(dataDir, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').filter((line) => line !== '');
  const stones = lines.map(readLine).filter((stone) => stone !== null);
  const byTenant = new Map(stones.map((stone) => [stone.tenant_id, stone]));
  return { stones: [...byTenant.values()], unreadable: lines.length - stones.length };
}

async function endsCleanly(file: fs.FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

function toLine(stone: Tombstone): z.input<typeof Line> {
  return {
    tenantId: stone.tenant_id,
    sipPrefix: stone.sip_prefix,
    partnerId: stone.partner_id,
    createdAt: stone.created_at,
    cancelledAt: stone.cancelled_at,
    purgedAt: stone.purged_at,
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
