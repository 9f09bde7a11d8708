/** Whether the bank of a card payment's owner disputes it, or has taken the money back: it is neither refunded nor paid back then. */
export const isDisputed = (attempt: { dispute: 'open' | 'won' | 'lost' | null } | undefined): boolean =>
  attempt?.dispute === 'open' || attempt?.dispute === 'lost';
