import { Registry } from 'prom-client';

/** Metrics of this process other than API requests, shown in `/metrics`. */
export const processMetrics = new Registry();
