/** Where a message can be on its way; by itself, so that an address of the web can name one without loading the catalogue of events. */
export const DELIVERY_STATES = ['pending', 'parked', 'delivered', 'failed', 'skipped'] as const;
