import { pino } from 'pino';
import { readConfig } from '../../src/platform/config.ts';
import { runWorker } from '../../src/platform/db/jobs/jobs.ts';

/** A worker whose task never ends, for tests to kill. */
await runWorker({
  databaseUrl: process.argv[2]!,
  config: readConfig({ DATABASE_URL: 'postgres://unused', SECRET_KEY: '5e'.repeat(32) }),
  log: pino({ level: 'silent' }),
  tasks: {
    slow: {
      run: () => {
        process.send!('begun');
        return new Promise(() => {});
      },
    },
  },
});
process.send!('ready');
