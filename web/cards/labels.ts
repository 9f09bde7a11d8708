/** Why a payment failed, and what the user can do. Other codes are declines without a reason. */
const FAILURES: Record<string, string> = {
  authentication_required:
    'Your bank wants you to confirm the payment. Choose “A new card”, and enter this card again.',
  expired_card: 'The card has expired. Use another one.',
  insufficient_funds: 'The card has insufficient funds. Use another one.',
  lost_card: 'The bank has blocked the card. Use another one.',
  stolen_card: 'The bank has blocked the card. Use another one.',
  resource_missing: 'The card is no longer saved. Use another one.',
  key_refused: 'Your provider can’t take payments by card right now. Nothing was charged.',
  account_removed: 'Your provider has stopped taking payments by card.',
  not_sent: 'The payment didn’t reach Stripe. Nothing was charged. Try again.',
};

export const failureLabel = (failure: string | null): string =>
  FAILURES[failure ?? ''] ?? 'The bank declined the card. Use another one, or ask the bank.';
