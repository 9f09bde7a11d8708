import { CHECKS, runSteps } from './steps.ts';

/** `npm run check`: everything that needs neither a database nor a phone, in under a minute. */
process.exitCode = await runSteps(CHECKS);
