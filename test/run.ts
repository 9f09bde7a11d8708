import { existsSync } from 'node:fs';
import { CHECKS, runSteps, vitest } from './steps.ts';

/** `npm test`: runs everything on the real components. `--long` runs the long forms, too. */
const isLong = process.argv.includes('--long');
const env: Record<string, string> = isLong ? { LONG: '1' } : {};
// the long scenarios test concurrency, not compatibility with older versions
const oldest = existsSync('/usr/lib/postgresql')
  ? [
      vitest(
        'database, oldest PostgreSQL here',
        ['database'],
        { ...env, TEST_POSTGRES: 'system' },
        isLong ? undefined : 'src/',
      ),
    ]
  : [];

process.exitCode = await runSteps([
  ...CHECKS,
  vitest('database', ['database'], env),
  ...oldest,
  vitest('test phones', ['sip'], env),
  vitest('end to end', ['e2e'], env),
]);
