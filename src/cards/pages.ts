import { type Config, webAddress } from '../platform/config.ts';

/** Where a tenant pays: mails lead there, and the provider's page leads back. */
export const billingPage = (config: Config, tenantId: string): string =>
  `${webAddress(config)}/tenants/${tenantId}/billing`;
