import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors, platformErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { AcceptInvitation, Invitation, InvitationToken, peopleErrors, Session, SignIn } from './contract.ts';

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/session',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Sign in',
  description:
    'Sets the session cookie. Where the account has a second factor, the first response is 401 `second_factor_required`: send the same request with `code`. Wrong attempts are slowed down, by address and by account.',
  body: SignIn,
  response: Session,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'wrong_credentials', 'second_factor_required', 'wrong_code'),
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const getSession = endpoint({
  id: 'getSession',
  method: 'GET',
  path: '/session',
  scope: 'self',
  permission: 'anyone',
  summary: 'Get the session',
  description: 'The user who is signed in, and what they may do.',
  response: Session,
});

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/session',
  scope: 'self',
  permission: 'anyone',
  summary: 'Sign out',
  description: 'Ends the session of this request and removes its cookie. Your other sessions continue.',
});

export const readInvitation = endpoint({
  id: 'readInvitation',
  method: 'POST',
  path: '/invitations/read',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Read an invitation',
  description: 'Shows whose account a link from a mail is for. The link is not used up.',
  body: InvitationToken,
  response: Invitation,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'link_expired'),
    ...statusErrors,
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});

export const acceptInvitation = endpoint({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/invitations/accept',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Accept an invitation',
  description: 'Sets the password by a link from a mail, and signs in. Every link works once.',
  body: AcceptInvitation,
  response: Session,
  secret: true,
  errors: {
    ...pickErrors(peopleErrors, 'link_expired', 'email_taken', 'second_factor_required', 'wrong_code'),
    ...statusErrors,
    ...pickErrors(platformErrors, 'rate_limited'),
  },
});
