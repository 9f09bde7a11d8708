// Run by tests as a separate process: runs a database cluster until the test ends it.
import { startCluster } from '../../src/platform/postgres/postgres.ts';

const [dataDir, cacheDir, superuserPassword, binDir] = process.argv.slice(2) as [string, string, string, string?];
try {
  const log = (line: string): void => void process.stdout.write(`${JSON.stringify({ log: line })}\n`);
  const { host, port, pid, stop } = await startCluster({
    dataDir,
    cacheDir,
    superuserPassword,
    binDir: binDir || undefined,
    settings: { fsync: 'off', shared_buffers: '16MB' },
    log,
  });
  process.once('SIGTERM', () => void stop());
  process.stdout.write(`${JSON.stringify({ host, port, pid, uid: process.getuid?.() })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
}
