import { vulnerabilitiesOf } from '../asterisk/installation/known-vulnerabilities.ts';
import { readAsteriskState } from '../asterisk/state.ts';
import type { Config } from '../platform/config.ts';
import type { Part } from '../platform/http/health.ts';
import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import * as endpoints from './endpoints.ts';
import { listIncidents } from './incidents.ts';

type Deps = { config: Config; voice: () => Promise<Part> | Part };

export function incidentRoutes(server: Server, { config, voice }: Deps): void {
  server.on(endpoints.getHealth, async () => ({ voice: await voice(), asterisk: asteriskHealth(config.dataDir) }));

  server.on(endpoints.listIncidents, ({ tx, query }) => listIncidents(tx, query));
}

function asteriskHealth(dataDir: string): contract.Health['asterisk'] {
  const state = readAsteriskState(dataDir);
  if (state === null) return null;
  const { version, startedAt, memoryBytes, restartBecause } = state;
  const vulnerabilities = vulnerabilitiesOf(version).map(({ id, about }) => ({ id, about }));
  return { version, startedAt, memoryBytes, restartBecause, vulnerabilities };
}
