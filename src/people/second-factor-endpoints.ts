import { endpoint } from '../platform/http/endpoint.ts';
import {
  ConfirmSecondFactor,
  ProveBoth,
  ProvePassword,
  RecoveryCodes,
  SecondFactor,
  SecondFactorSetup,
} from './contract.ts';

export const getSecondFactor = endpoint({
  id: 'getSecondFactor',
  method: 'GET',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary: 'Whether your account asks for a code, and whether it has to',
  response: SecondFactor,
});

export const beginSecondFactor = endpoint({
  id: 'beginSecondFactor',
  method: 'POST',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary:
    'Begin to set up a second factor: the secret for an authenticator app. Nothing asks for it until it is confirmed',
  body: ProvePassword,
  response: SecondFactorSetup,
  status: 201,
  secret: true,
});

export const confirmSecondFactor = endpoint({
  id: 'confirmSecondFactor',
  method: 'POST',
  path: '/session/second-factor/confirm',
  scope: 'self',
  permission: 'anyone',
  summary: 'Confirm the second factor with a code of the app; answers recovery codes and signs you out everywhere else',
  body: ConfirmSecondFactor,
  response: RecoveryCodes,
  secret: true,
});

export const renewRecoveryCodes = endpoint({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/session/second-factor/recovery-codes',
  scope: 'self',
  permission: 'anyone',
  summary: 'New recovery codes; the ones before stop working',
  body: ProveBoth,
  response: RecoveryCodes,
  secret: true,
});

export const disableSecondFactor = endpoint({
  id: 'disableSecondFactor',
  method: 'DELETE',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary: 'Turn off the second factor, with the password and a code',
  body: ProveBoth,
});

export const disableSecondFactorByPost = endpoint({
  id: 'disableSecondFactorByPost',
  method: 'POST',
  path: '/session/second-factor/disable',
  scope: 'self',
  permission: 'anyone',
  summary: 'Turn off the second factor, with the password and a code',
  body: ProveBoth,
});
