/** The states of a delivery. In a separate file, so that pages can parse URLs without loading the catalogue of events. */
export const DELIVERY_STATES = ['pending', 'parked', 'delivered', 'failed', 'skipped'] as const;
