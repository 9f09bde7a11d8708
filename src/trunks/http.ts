import type { Config } from '../platform/config.ts';
import type { Server } from '../platform/http/server.ts';
import * as contract from './contract.ts';
import { findTrunk } from './sql.ts';
import { addTrunk, editTrunk, listTrunks, removeTrunk, toTrunk } from './trunks.ts';

export function trunkRoutes(server: Server, { config: { secretKey } }: { config: Pick<Config, 'secretKey'> }): void {
  const path = '/operator/trunks';
  const onePath = `${path}/:trunkId`;

  server.endpoint({
    method: 'GET',
    path,
    id: 'listTrunks',
    summary: 'The carriers, best first',
    permission: 'operator.trunks',
    scope: 'operator',
    query: contract.TrunkQuery,
    answers: { 200: contract.TrunkList },
    handle: ({ tx, query }) => listTrunks(tx, query),
  });

  server.endpoint({
    method: 'POST',
    path,
    id: 'createTrunk',
    summary: 'Add a carrier',
    permission: 'operator.trunks',
    scope: 'operator',
    body: contract.TrunkCreate,
    answers: { 201: contract.Trunk },
    handle: ({ tx, caller, body }) => addTrunk(tx, caller, body, secretKey),
  });

  server.endpoint({
    method: 'GET',
    path: onePath,
    id: 'getTrunk',
    summary: 'One carrier',
    permission: 'operator.trunks',
    scope: 'operator',
    answers: { 200: contract.Trunk },
    find: ({ tx, params }) => findTrunk(tx, params.trunkId!),
    handle: async ({ found }) => toTrunk(found),
  });

  server.endpoint({
    method: 'PATCH',
    path: onePath,
    id: 'editTrunk',
    summary: 'Change a carrier; switched off, it is refused in the same second',
    permission: 'operator.trunks',
    scope: 'operator',
    body: contract.TrunkPatch,
    answers: { 200: contract.Trunk },
    find: ({ tx, params }) => findTrunk(tx, params.trunkId!),
    handle: ({ tx, caller, found, body, ifMatch }) => editTrunk(tx, caller, found.id, body, { ifMatch, secretKey }),
  });

  server.endpoint({
    method: 'DELETE',
    path: onePath,
    id: 'deleteTrunk',
    summary: 'Remove a carrier',
    permission: 'operator.trunks',
    scope: 'operator',
    answers: { 204: null },
    find: ({ tx, params }) => findTrunk(tx, params.trunkId!),
    handle: ({ tx, caller, found, ifMatch }) => removeTrunk(tx, caller, found.id, ifMatch),
  });
}
