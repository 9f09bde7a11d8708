import { DELIVERY_STATES } from '../../src/webhooks/deliveries/states-contract.ts';
import { compact, type ListSearch, oneOf, type Raw, readListSearch } from '../kit/lists/search.ts';

export type DeliveriesSearch = ListSearch & { state?: (typeof DELIVERY_STATES)[number] | undefined };

export const readDeliveriesSearch = (raw: Raw): DeliveriesSearch =>
  compact({ ...readListSearch(raw), state: oneOf(raw.state, DELIVERY_STATES) });
