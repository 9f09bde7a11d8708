import path from 'node:path';
import { installationInUse } from '../src/asterisk/installation/installation.ts';
import { startPbx } from '../src/asterisk/pbx.ts';
import { freePort } from '../src/asterisk/ports.ts';
import { edgeInstallation } from '../src/edge/installation.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Product } from './product.ts';

const HOST = '127.0.0.1';

/**
 * The peer of call set-up and registration: a second Asterisk and edge for the same phones and database, without call control and the endpoint cache.
 */
export async function startPlainAsterisk(product: Product) {
  const { cacheDir } = readConfig({ DATA_DIR: product.dataDir, CACHE_DIR: process.env['CACHE_DIR'] });
  const installation = installationInUse(cacheDir);
  if (!installation) throw new Error('There is no Asterisk.');
  const dataDir = path.join(product.dataDir, 'plain');
  const sip = { host: HOST, port: await freePort() };
  const running = await startPbx({
    installation,
    edge: edgeInstallation(cacheDir),
    dataDir,
    host: HOST,
    sipPort: sip.port,
    tls: null,
    rtpPorts: [40_000, 49_999],
    externalAddress: undefined,
    isCached: false,
    databaseUrl: product.databaseUrl('asterisk'),
    log: () => {},
  });
  return { dataDir, sip, pid: running.pid, [Symbol.asyncDispose]: () => running.stop() };
}
