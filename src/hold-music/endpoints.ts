import { endpoint } from '../platform/http/endpoint.ts';
import { HoldMusic, HoldMusicPut } from './contract.ts';

export const getHoldMusic = endpoint({
  id: 'getHoldMusic',
  method: 'GET',
  path: '/tenants/{tenantId}/hold-music',
  scope: 'tenant',
  permission: 'media.read',
  summary: 'Get the hold music',
  description: 'Returns what callers of the tenant hear while they are on hold.',
  response: HoldMusic,
});

export const putHoldMusic = endpoint({
  id: 'putHoldMusic',
  method: 'PUT',
  path: '/tenants/{tenantId}/hold-music',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Choose the hold music',
  description:
    'Chooses a sound of the media library that is ready, or the packaged music. Callers hear it from the next time that they are put on hold. Those who are on hold now hear the music chosen before.',
  body: HoldMusicPut,
  response: HoldMusic,
  headers: ['If-Match'],
});
