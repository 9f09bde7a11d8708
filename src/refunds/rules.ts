/** Whether a card payment is disputed or its dispute is lost; then it can't be refunded in any way. */
export const isDisputed = (attempt: { dispute: 'open' | 'won' | 'lost' | null } | undefined): boolean =>
  attempt?.dispute === 'open' || attempt?.dispute === 'lost';
