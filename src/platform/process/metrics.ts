import { Registry } from 'prom-client';

/** What parts of this process measure beside the API's requests; `/metrics` shows it. */
export const processMetrics = new Registry();
