import { endpoint } from '../../platform/http/endpoint.ts';
import { pickErrors } from '../../platform/http/errors.ts';
import { accountErrors, PaymentAccount, PaymentAccountPatch } from './contract.ts';

export const getPaymentAccount = endpoint({
  id: 'getPaymentAccount',
  method: 'GET',
  path: '/payment-account',
  scope: 'partner',
  permission: 'payment-account.read',
  by: 'people',
  summary: 'Get the account for card payments',
  description: 'Whether tenants can pay by card, and what is missing if they can’t. The keys are never shown.',
  response: PaymentAccount,
});

export const editPaymentAccount = endpoint({
  id: 'editPaymentAccount',
  method: 'PATCH',
  path: '/payment-account',
  scope: 'partner',
  permission: 'payment-account.write',
  by: 'people',
  headers: ['If-Match'],
  summary: 'Enter the keys for card payments',
  description:
    'Stores the secret key of the partner’s Stripe account, the signing secret of its webhook, or both. The secret key is checked right away. With a key of another account, or of the other mode, saved cards are forgotten, since they belong to the account that saved them.',
  body: PaymentAccountPatch,
  response: PaymentAccount,
  errors: pickErrors(accountErrors, 'no_payment_account'),
});

export const deletePaymentAccount = endpoint({
  id: 'deletePaymentAccount',
  method: 'DELETE',
  path: '/payment-account',
  scope: 'partner',
  permission: 'payment-account.write',
  by: 'people',
  summary: 'Stop taking payments by card',
  description:
    'Removes the keys at once. Saved cards are deleted, and payments in progress are no longer followed: money that still arrives has to be recorded by hand. Invoices that have been paid stay paid.',
});
