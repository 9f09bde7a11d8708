import { readConfig } from './platform/config.ts';

/** What this program can be started as. Each role is loaded only when it is asked for. */
const ROLES = {
  all: async () => (await import('./supervisor.ts')).runAll(readConfig()),
  api: async () => (await import('./roles.ts')).runApi(readConfig()),
  worker: async () => (await import('./roles.ts')).runWorkerRole(readConfig()),
  calls: async () => (await import('./calls/run.ts')).runCalls(readConfig()),
  migrate: async () => (await import('./roles.ts')).runMigrate(readConfig()),
  operator: async () => (await import('./operator-command.ts')).runOperatorCommand(readConfig(), process.argv.slice(3)),
} satisfies Record<string, () => Promise<unknown>>;

const role = process.argv[2] ?? 'all';
if (!(role in ROLES)) {
  console.error(`There is no role “${role}”. Choose one of: ${Object.keys(ROLES).join(', ')}.`);
  process.exit(2);
}
try {
  await ROLES[role as keyof typeof ROLES]();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
