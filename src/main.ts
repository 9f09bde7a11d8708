import { type Config, readConfig } from './platform/config.ts';
import { keepCompiled } from './platform/process/compile-cache.ts';
import { keysOf } from './platform/values/keys.ts';

/** The roles that this program can be started in. A role is loaded only when it is started. */
const ROLES = {
  all: async (config) => (await import('./program/supervisor/supervisor.ts')).runAll(config),
  api: async (config) => (await import('./program/roles.ts')).runApi(config),
  worker: async (config) => (await import('./program/roles.ts')).runWorkerRole(config),
  calls: async (config) => (await import('./call-control/run.ts')).runCalls(config),
  migrate: async (config) => (await import('./program/roles.ts')).runMigrate(config),
  operator: async (config) =>
    (await import('./program/operator-command.ts')).runOperatorCommand(config, process.argv.slice(3)),
} satisfies Record<string, (config: Config) => Promise<unknown>>;

const wanted = process.argv[2] ?? 'all';
const role = keysOf(ROLES).find((name) => name === wanted);
if (role === undefined) {
  console.error(`There is no role “${wanted}”. Choose one of: ${Object.keys(ROLES).join(', ')}.`);
  process.exit(2);
}
try {
  const config = readConfig();
  keepCompiled(config.cacheDir);
  await ROLES[role](config);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
