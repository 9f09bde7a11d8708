import { flowErrors } from '../flows/contract.ts';
import { mediaErrors } from '../media/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { PhoneRecordingCreate, ServiceCall, serviceCallErrors, TestCallCreate } from './contract.ts';

const CALLED = pickErrors(serviceCallErrors, 'extension_called');

export const createFlowTestCall = endpoint({
  id: 'createFlowTestCall',
  method: 'POST',
  path: '/tenants/{tenantId}/flows/{flowId}/test-calls',
  scope: 'tenant',
  permission: 'flows.write',
  summary: 'Have a phone play the draft of a flow',
  description:
    'Rings an extension and sends it through the draft. Steps that would ring somebody or take a message are announced instead, and the keys 1 to 4 choose what comes of them; a server is asked with `test: true`. Such a call is in no history, in no statistics and on no bill.',
  body: TestCallCreate,
  response: ServiceCall,
  status: 202,
  errors: { ...CALLED, ...pickErrors(flowErrors, 'flow_faults') },
});

export const createPhoneRecording = endpoint({
  id: 'createPhoneRecording',
  method: 'POST',
  path: '/tenants/{tenantId}/media/phone-recordings',
  scope: 'tenant',
  permission: 'media.write',
  summary: 'Record media by phone',
  description:
    'Rings an extension and records the user after a tone, for at most 10 minutes. `#` or hanging up ends it. The sound goes into the library as an uploaded file does.',
  body: PhoneRecordingCreate,
  response: ServiceCall,
  status: 202,
  errors: { ...CALLED, ...pickErrors(mediaErrors, 'media_name_taken') },
});

export const getServiceCall = endpoint({
  id: 'getServiceCall',
  method: 'GET',
  path: '/tenants/{tenantId}/service-calls/{serviceCallId}',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'Get a call to a phone',
  description: 'How far a call has come that plays a draft or records a sound. It can be read for a day.',
  response: ServiceCall,
});
