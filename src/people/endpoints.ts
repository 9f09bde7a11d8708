import { endpoint } from '../platform/http/endpoint.ts';
import { AcceptInvitation, Invitation, InvitationToken, Session, SignIn } from './contract.ts';

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/session',
  scope: 'nobody',
  permission: 'anyone',
  summary:
    'Sign in; with `code` where the account has a second factor; slowed after wrong passwords, by address and by account from one address',
  body: SignIn,
  response: Session,
  secret: true,
});

export const getSession = endpoint({
  id: 'getSession',
  method: 'GET',
  path: '/session',
  scope: 'self',
  permission: 'anyone',
  summary: 'Who is signed in, and what they may do',
  response: Session,
});

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/session',
  scope: 'self',
  permission: 'anyone',
  summary: 'Sign out',
});

export const readInvitation = endpoint({
  id: 'readInvitation',
  method: 'POST',
  path: '/invitations/read',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Whom a link invites',
  body: InvitationToken,
  response: Invitation,
  secret: true,
});

export const acceptInvitation = endpoint({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/invitations/accept',
  scope: 'nobody',
  permission: 'anyone',
  summary: 'Choose a password by a link that works once, and sign in',
  body: AcceptInvitation,
  response: Session,
  secret: true,
});
