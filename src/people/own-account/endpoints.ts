import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../../platform/http/errors.ts';
import { ChangePassword, OwnSessionList, PasswordReset, PasswordResetResult, peopleErrors } from '../contract.ts';

export const changePassword = endpoint({
  id: 'changePassword',
  method: 'PUT',
  path: '/session/password',
  scope: 'self',
  permission: 'anyone',
  summary: 'Change your password',
  description: 'Ends all of your other sessions. Wrong attempts are slowed down.',
  body: ChangePassword,
  secret: true,
  errors: { ...pickErrors(peopleErrors, 'wrong_password'), ...pickErrors(platformErrors, 'rate_limited') },
});

export const changePasswordByPost = endpoint({
  id: 'changePasswordByPost',
  method: 'POST',
  path: '/session/password',
  scope: 'self',
  permission: 'anyone',
  summary: 'Change your password (POST)',
  description:
    'The same as PUT, for clients that can’t send one. Ends all of your other sessions. Wrong attempts are slowed down.',
  body: ChangePassword,
  secret: true,
  errors: { ...pickErrors(peopleErrors, 'wrong_password'), ...pickErrors(platformErrors, 'rate_limited') },
});

export const requestPasswordReset = endpoint({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/password-resets',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Request a password reset',
  description:
    'Mails a link to choose a new password. The response is the same whether or not the address has an account.',
  body: PasswordReset,
  response: PasswordResetResult,
  status: 202,
  errors: pickErrors(platformErrors, 'rate_limited'),
});

export const listOwnSessions = endpoint({
  id: 'listOwnSessions',
  method: 'GET',
  path: '/sessions',
  scope: 'self',
  permission: 'anyone',
  summary: 'List your sessions',
  description: 'Returns the browsers and devices where you are signed in, last used first.',
  response: OwnSessionList,
});

export const endOtherSessions = endpoint({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/sessions',
  scope: 'self',
  permission: 'anyone',
  summary: 'End your other sessions',
  description: 'Signs you out everywhere except in the session of this request.',
});

export const endOwnSession = endpoint({
  id: 'endOwnSession',
  method: 'DELETE',
  path: '/sessions/{sessionId}',
  scope: 'self',
  permission: 'anyone',
  summary: 'End one of your sessions',
  description: 'Signs you out on one device: its next request gets 401.',
});
