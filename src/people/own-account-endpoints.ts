import { endpoint } from '../platform/http/endpoint.ts';
import { ChangePassword, OwnSessionList, PasswordReset, PasswordResetAnswer } from './contract.ts';

export const changePassword = endpoint({
  id: 'changePassword',
  method: 'PUT',
  path: '/session/password',
  scope: 'self',
  permission: 'anyone',
  summary: 'Change your own password; signs you out everywhere else',
  body: ChangePassword,
  secret: true,
});

export const changePasswordByPost = endpoint({
  id: 'changePasswordByPost',
  method: 'POST',
  path: '/session/password',
  scope: 'self',
  permission: 'anyone',
  summary: 'Change your own password; signs you out everywhere else',
  body: ChangePassword,
  secret: true,
});

export const requestPasswordReset = endpoint({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/password-resets',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Ask for a link by mail to choose a new password; the answer is the same for every address',
  body: PasswordReset,
  response: PasswordResetAnswer,
  status: 202,
});

export const listOwnSessions = endpoint({
  id: 'listOwnSessions',
  method: 'GET',
  path: '/sessions',
  scope: 'self',
  permission: 'anyone',
  summary: 'Where you are signed in',
  response: OwnSessionList,
});

export const endOtherSessions = endpoint({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/sessions',
  scope: 'self',
  permission: 'anyone',
  summary: 'Sign out everywhere but here',
});

export const endOwnSession = endpoint({
  id: 'endOwnSession',
  method: 'DELETE',
  path: '/sessions/{sessionId}',
  scope: 'self',
  permission: 'anyone',
  summary: 'Sign out one of your sessions',
});
