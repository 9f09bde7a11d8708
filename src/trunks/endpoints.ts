import { endpoint } from '../platform/http/endpoint.ts';
import { Trunk, TrunkCreate, TrunkList, TrunkPatch, TrunkQuery } from './contract.ts';

export const listTrunks = endpoint({
  id: 'listTrunks',
  method: 'GET',
  path: '/operator/trunks',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'The carriers, best first',
  query: TrunkQuery,
  response: TrunkList,
});

export const createTrunk = endpoint({
  id: 'createTrunk',
  method: 'POST',
  path: '/operator/trunks',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Add a carrier',
  body: TrunkCreate,
  response: Trunk,
  status: 201,
});

export const getTrunk = endpoint({
  id: 'getTrunk',
  method: 'GET',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'One carrier',
  response: Trunk,
});

export const editTrunk = endpoint({
  id: 'editTrunk',
  method: 'PATCH',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Change a carrier; switched off, it is refused in the same second',
  body: TrunkPatch,
  response: Trunk,
  headers: ['If-Match'],
});

export const deleteTrunk = endpoint({
  id: 'deleteTrunk',
  method: 'DELETE',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Remove a carrier',
  headers: ['If-Match'],
});
