import type { NumberKind } from '../../src/address-book/contract.ts';

export const KIND_LABELS: Record<NumberKind, string> = {
  work: 'Work',
  mobile: 'Mobile',
  home: 'Home',
  other: 'Other',
};
