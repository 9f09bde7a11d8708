import { readConfig } from './platform/config.ts';

/** The roles that this program can be started in. A role is loaded only when it is started. */
const ROLES = {
  all: async () => (await import('./program/supervisor.ts')).runAll(readConfig()),
  api: async () => (await import('./program/roles.ts')).runApi(readConfig()),
  worker: async () => (await import('./program/roles.ts')).runWorkerRole(readConfig()),
  calls: async () => (await import('./call-control/run.ts')).runCalls(readConfig()),
  migrate: async () => (await import('./program/roles.ts')).runMigrate(readConfig()),
  operator: async () =>
    (await import('./program/operator-command.ts')).runOperatorCommand(readConfig(), process.argv.slice(3)),
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
