import { existsSync } from 'node:fs';
import { CHECKS, runSteps, vitest } from './steps.ts';

/** `npm test`: everything, on the real parts. `--long` runs the long forms too. */
const env: Record<string, string> = process.argv.includes('--long') ? { LONG: '1' } : {};
const oldest = existsSync('/usr/lib/postgresql')
  ? [vitest('database, oldest PostgreSQL here', ['database'], { ...env, TEST_POSTGRES: 'system' })]
  : [];

process.exitCode = await runSteps([
  ...CHECKS,
  vitest('database', ['database'], env),
  ...oldest,
  vitest('test phones', ['sip'], env),
  vitest('end to end', ['e2e'], env),
]);
