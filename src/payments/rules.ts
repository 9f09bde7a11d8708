import { DAY_MS } from '../platform/time/durations.ts';
import type { Refund } from './contract.ts';
import type { StatementEntry } from './statement-contract.ts';

const SLOW_AFTER_MS = 3 * DAY_MS;

/** Whether the provider takes so long to decide on a refund that somebody should look there. */
export const isSlowRefund = ({ state, createdAt }: Pick<Refund, 'state' | 'createdAt'>, now: number): boolean =>
  (state === 'asked' || state === 'pending') && now - Date.parse(createdAt) > SLOW_AFTER_MS;

const ENTRY_LABELS: Record<StatementEntry['kind'], (number: string) => string> = {
  invoice: (number) => `Invoice ${number}`,
  credit_note: (number) => `Credit note ${number}`,
  payment: (number) => `Payment of ${number}`,
  reversal: (number) => `Payment of ${number} reversed`,
  reinstatement: (number) => `Payment of ${number} reinstated`,
  refund: (number) => `Payment of ${number} refunded`,
  failed_refund: (number) => `Refund for ${number} came back`,
  refund_reversal: (number) => `Refund for ${number} reversed`,
};

/** The label of a statement's entry: "Payment of INV-00042". */
export const entryLabel = ({ kind, description }: Pick<StatementEntry, 'kind' | 'description'>): string =>
  ENTRY_LABELS[kind](description);
