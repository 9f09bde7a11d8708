import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { AutoPayPut, cardErrors, CardPayment, CardPaymentCreate, SavedCard, TenantCards } from './contract.ts';

export const getTenantCards = endpoint({
  id: 'getTenantCards',
  method: 'GET',
  path: '/tenants/{tenantId}/cards',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  inAnyStatus: true,
  summary: 'Get how a tenant can pay by card',
  description:
    'Whether it can, its saved cards, the balance due, and its latest payment by card. Also works while the tenant is suspended.',
  response: TenantCards,
});

export const createCardPayment = endpoint({
  id: 'createCardPayment',
  method: 'POST',
  path: '/tenants/{tenantId}/card-payments',
  scope: 'tenant',
  permission: 'cards.write',
  inAnyStatus: true,
  summary: 'Pay by card',
  description:
    'Pays all open invoices in one currency. A saved card is charged in the background. Without one, `pageUrl` of the payment is Stripe’s page as soon as the payment is `open`. Poll the payment until its state says how it ended. Also works while the tenant is suspended; if nothing is overdue after the payment, a suspension for being past due is lifted.',
  body: CardPaymentCreate,
  response: CardPayment,
  status: 201,
  errors: pickErrors(cardErrors, 'card_payments_off', 'nothing_to_pay', 'amount_not_chargeable', 'payment_running'),
});

export const getCardPayment = endpoint({
  id: 'getCardPayment',
  method: 'GET',
  path: '/tenants/{tenantId}/card-payments/{cardPaymentId}',
  scope: 'tenant',
  permission: 'tenant-invoices.read',
  inAnyStatus: true,
  summary: 'Get a payment by card',
  description: 'Its state so far. Also works while the tenant is suspended.',
  response: CardPayment,
});

export const cancelCardPayment = endpoint({
  id: 'cancelCardPayment',
  method: 'POST',
  path: '/tenants/{tenantId}/card-payments/{cardPaymentId}/cancel',
  scope: 'tenant',
  permission: 'cards.write',
  inAnyStatus: true,
  summary: 'Cancel a payment by card',
  description:
    'Closes Stripe’s page. The payment is `cancelled` once Stripe has closed the page, unless somebody has already paid on it.',
  response: CardPayment,
  errors: pickErrors(cardErrors, 'payment_not_cancellable'),
});

export const createCard = endpoint({
  id: 'createCard',
  method: 'POST',
  path: '/tenants/{tenantId}/cards',
  scope: 'tenant',
  permission: 'cards.write',
  summary: 'Save a card',
  description: 'Opens Stripe’s page to enter a card. Nothing is paid.',
  response: CardPayment,
  status: 201,
  errors: pickErrors(cardErrors, 'card_payments_off'),
});

export const deleteCard = endpoint({
  id: 'deleteCard',
  method: 'DELETE',
  path: '/tenants/{tenantId}/cards/{cardId}',
  scope: 'tenant',
  permission: 'cards.write',
  inAnyStatus: true,
  summary: 'Remove a saved card',
  description: 'Deletes the card, at Stripe too. It is no longer charged. Works in any status of the tenant.',
});

export const putAutoPay = endpoint({
  id: 'putAutoPay',
  method: 'PUT',
  path: '/tenants/{tenantId}/auto-pay',
  scope: 'tenant',
  permission: 'cards.write',
  summary: 'Have invoices charged to a card',
  description:
    'Each invoice is charged to the card on its due day, and again 3 and 7 days later if that failed. The card replaces the one that was charged so far.',
  body: AutoPayPut,
  response: SavedCard,
});

export const deleteAutoPay = endpoint({
  id: 'deleteAutoPay',
  method: 'DELETE',
  path: '/tenants/{tenantId}/auto-pay',
  scope: 'tenant',
  permission: 'cards.write',
  inAnyStatus: true,
  summary: 'Stop charging invoices to a card',
  description:
    'Turns off automatic payment. The card stays saved, and open invoices stay due. Works in any status of the tenant.',
});
