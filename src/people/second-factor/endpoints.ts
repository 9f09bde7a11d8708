import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../../platform/http/errors.ts';
import {
  ConfirmSecondFactor,
  peopleErrors,
  ProveBoth,
  ProvePassword,
  RecoveryCodes,
  SecondFactor,
  SecondFactorSetup,
} from '../contract.ts';

export const getSecondFactor = endpoint({
  id: 'getSecondFactor',
  method: 'GET',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary: 'Get your second factor',
  description: 'Whether sign-in asks you for a code, and whether your team requires it.',
  response: SecondFactor,
});

export const beginSecondFactor = endpoint({
  id: 'beginSecondFactor',
  method: 'POST',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary: 'Begin to set up a second factor',
  description: 'Returns a secret for an authenticator app. Sign-in asks for no code until you confirm one.',
  body: ProvePassword,
  response: SecondFactorSetup,
  status: 201,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_password', 'second_factor_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const confirmSecondFactor = endpoint({
  id: 'confirmSecondFactor',
  method: 'POST',
  path: '/session/second-factor/confirm',
  scope: 'self',
  permission: 'anyone',
  summary: 'Confirm the second factor',
  description:
    'Turns it on with a code from the app, ends your other sessions, and returns recovery codes. They are shown once.',
  body: ConfirmSecondFactor,
  response: RecoveryCodes,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_code', 'second_factor_enabled', 'second_factor_not_begun'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const renewRecoveryCodes = endpoint({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/session/second-factor/recovery-codes',
  scope: 'self',
  permission: 'anyone',
  summary: 'Renew your recovery codes',
  description: 'Returns new recovery codes. The old ones stop working.',
  body: ProveBoth,
  response: RecoveryCodes,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_password', 'wrong_code', 'second_factor_not_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const disableSecondFactor = endpoint({
  id: 'disableSecondFactor',
  method: 'DELETE',
  path: '/session/second-factor',
  scope: 'self',
  permission: 'anyone',
  summary: 'Turn off your second factor',
  description: 'Turns two-factor authentication off for your account. It takes your password and a current code.',
  body: ProveBoth,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_password', 'wrong_code', 'second_factor_not_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const disableSecondFactorByPost = endpoint({
  id: 'disableSecondFactorByPost',
  method: 'POST',
  path: '/session/second-factor/disable',
  scope: 'self',
  permission: 'anyone',
  summary: 'Turn off your second factor (POST)',
  description: 'The same as DELETE, for clients that drop its body. Asks for your password and a code.',
  body: ProveBoth,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_password', 'wrong_code', 'second_factor_not_enabled'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});
