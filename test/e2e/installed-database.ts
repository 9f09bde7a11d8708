import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { clusterUrl } from '../../src/platform/postgres/postgres-database.ts';
import { socketFolder } from '../../src/platform/postgres/postgres-paths.ts';
import type { Installation } from './product.ts';

/** Works in the database of an installation as its superuser, to simulate what takes days or needs another version. */
export async function inDatabase(
  { folder, settings }: Pick<Installation, 'folder' | 'settings'>,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const secretKey = settings.SECRET_KEY ?? readFileSync(path.join(folder, 'secret.key'), 'utf8').trim();
  const host = socketFolder(path.join(folder, 'postgres'));
  const client = new Client(clusterUrl({ host, port: 5432 }, 'superuser', secretKey, 'strowger'));
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
