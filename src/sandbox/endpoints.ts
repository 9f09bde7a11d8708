import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { SandboxCall, SandboxCallCreate } from './calls-contract.ts';
import { sandboxErrors } from './contract.ts';

export const createSandboxCall = endpoint({
  id: 'createSandboxCall',
  method: 'POST',
  path: '/sandbox/calls',
  scope: 'partner',
  permission: 'sandbox.write',
  testKeys: 'served',
  chosenTenants: 'shown',
  summary: 'Play a call on a sandbox',
  description:
    'Plays a call from outside to an extension of a sandbox, without a phone. It rings, is answered or missed, and ends, each at its own time. Its live call, its record, its history and its events (`call.started`, `call.answered`, `call.ended`) are like those of any other call. No phone rings, and the extension’s forwarding and voicemail are ignored.',
  body: SandboxCallCreate,
  response: SandboxCall,
  status: 202,
  errors: {
    ...pickErrors(statusErrors, 'tenant_suspended', 'tenant_cancelled'),
    ...pickErrors(sandboxErrors, 'too_many_calls'),
  },
});
