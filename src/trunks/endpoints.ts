import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { Trunk, TrunkCreate, trunkErrors, TrunkList, TrunkPatch, TrunkQuery } from './contract.ts';

export const listTrunks = endpoint({
  id: 'listTrunks',
  method: 'GET',
  path: '/operator/trunks',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'List trunks',
  description: 'The connections to carriers. The one with the lowest priority is tried first.',
  query: TrunkQuery,
  response: TrunkList,
});

export const createTrunk = endpoint({
  id: 'createTrunk',
  method: 'POST',
  path: '/operator/trunks',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Add a trunk',
  description: 'Adds a connection to a carrier. The next call can use it.',
  body: TrunkCreate,
  response: Trunk,
  status: 201,
  errors: pickErrors(trunkErrors, 'trunk_name_taken'),
});

export const getTrunk = endpoint({
  id: 'getTrunk',
  method: 'GET',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Get a trunk',
  description: 'Returns one trunk, and whether its carrier can be reached now.',
  response: Trunk,
});

export const editTrunk = endpoint({
  id: 'editTrunk',
  method: 'PATCH',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Change a trunk',
  description: 'Applies to the next call. Calls from a disabled trunk are refused at once.',
  body: TrunkPatch,
  response: Trunk,
  headers: ['If-Match'],
  errors: pickErrors(trunkErrors, 'trunk_name_taken'),
});

export const deleteTrunk = endpoint({
  id: 'deleteTrunk',
  method: 'DELETE',
  path: '/operator/trunks/{trunkId}',
  scope: 'operator',
  permission: 'operator.trunks',
  summary: 'Delete a trunk',
  description: 'Deletes the trunk. Calls from its carrier are refused at once.',
  headers: ['If-Match'],
});
