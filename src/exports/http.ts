import { z } from 'zod';
import type { Config } from '../platform/config.ts';
import type { Server } from '../platform/http/server.ts';
import { openStorage } from '../platform/db/storage.ts';
import * as contract from './contract.ts';
import { downloadExport, readExport, requestExport } from './exports.ts';

/** A cancelled tenant is read and downloaded, so asking for its export is no change of it: hence the scope `record`. */
export function exportRoutes(
  server: Server,
  { config, now = () => new Date() }: { config: Config; now?: () => Date },
): void {
  const storage = openStorage(config.dataDir);
  const common = { path: '/tenants/:tenantId/export', permission: 'tenant.export', scope: 'record' } as const;

  server.endpoint({
    ...common,
    method: 'POST',
    id: 'requestExport',
    summary: 'Have everything a tenant has put into a ZIP',
    answers: { 202: contract.Export },
    handle: ({ tx, caller, tenant }) => requestExport(tx, caller, tenant, now()),
  });

  server.endpoint({
    ...common,
    method: 'GET',
    id: 'getExport',
    summary: 'How far the last export is',
    answers: { 200: contract.Export },
    handle: ({ tx, tenant }) => readExport(tx, tenant.id),
  });

  server.endpoint({
    ...common,
    path: `${common.path}/file`,
    method: 'GET',
    id: 'downloadExport',
    summary: 'The ZIP of the last export',
    answers: { 200: z.string().meta({ description: 'application/zip' }) },
    handle: ({ tx, tenant }) => downloadExport(tx, tenant.id, storage),
  });
}
