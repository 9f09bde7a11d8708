import type { Config } from '../platform/config.ts';
import { openDb, openPool } from '../platform/db/db.ts';
import { openLog } from '../platform/process/log/log.ts';
import { startControl } from './control.ts';
import { startWatchdog } from './watchdog.ts';

/**
 * The role `calls`: controls the Asterisk on this machine, which it finds by the file that Asterisk's start wrote.
 * Stopping it ends no calls: the conversations continue, and the next process takes them over.
 */
export async function runCalls(config: Config): Promise<void> {
  const { databaseUrl, dataDir, secretKey, logLevel, callLimits, webhookPrivateAddresses } = config;
  if (!databaseUrl) throw new Error('DATABASE_URL is needed to run this role alone. `all` brings its own database.');
  const log = openLog({ level: logLevel, name: 'calls' });
  const pool = openPool(databaseUrl, 'calls', 12);
  const stopWatchdog = startWatchdog();
  const control = startControl({
    db: openDb(pool),
    databaseUrl,
    dataDir,
    secretKey,
    limits: callLimits,
    privateAddresses: webhookPrivateAddresses,
    log,
  });
  const stop = async (): Promise<void> => {
    stopWatchdog();
    await control.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}
