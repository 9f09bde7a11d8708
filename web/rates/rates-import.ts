import type { RatesImported } from '../../src/rates/import-contract.ts';
import { importRates } from '../../src/rates/endpoints.ts';
import { importWholesaleRates } from '../../src/rates/wholesale-endpoints.ts';
import { useApiMutation } from '../kit/changes.ts';

/** A table that rates are imported into; `ofPartner`: the operator's wholesale table for that partner. */
export type ImportTarget = { id: string; name: string; currency: string; ofPartner?: string };

type Input = { query: { validFrom?: string; dryRun?: 'true' }; body: { csv: string } };

/** Imports into a table, or tries what an import would do. */
export function useRatesImport({ id, ofPartner }: ImportTarget, onSuccess?: (imported: RatesImported) => void) {
  const options = { errors: 'shown', ...(onSuccess && { onSuccess }) } as const;
  const retail = useApiMutation(importRates, options);
  const wholesale = useApiMutation(importWholesaleRates, options);
  const { data, error, isPending, reset } = ofPartner === undefined ? retail : wholesale;
  const send = (input: Input): void => {
    if (ofPartner === undefined) retail.mutate({ params: { tableId: id }, ...input });
    else wholesale.mutate({ params: { partnerId: ofPartner, wholesaleTableId: id }, ...input });
  };
  return { data, error, isPending, reset, send };
}
