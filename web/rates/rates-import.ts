import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RateImport } from '../../src/rates/import-contract.ts';
import {
  cancelRateImport,
  cancelWholesaleImport,
  confirmRateImport,
  confirmWholesaleImport,
  listRateImports,
  listWholesaleImports,
  uploadRates,
  uploadWholesaleRates,
} from '../../src/rates/imports-endpoints.ts';
import { refresh, useApiMutation } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';

/** A table that rates are imported into; `ofPartner`: the operator's wholesale table for that partner. */
export type ImportTarget = { id: string; name: string; currency: string; ofPartner?: string };

const LOOK_AGAIN_MS = 700;

export const isRunning = ({ state }: Pick<RateImport, 'state'>): boolean => state === 'reading' || state === 'writing';

/** The imports of a table, the latest first, polled while one is being read or written. */
export function useRateImports({ id, ofPartner }: ImportTarget) {
  const query =
    ofPartner === undefined
      ? apiQuery(listRateImports, { params: { tableId: id } })
      : apiQuery(listWholesaleImports, { params: { partnerId: ofPartner, wholesaleTableId: id } });
  const { data, error } = useQuery({
    ...query,
    refetchInterval: ({ state }) => (state.data?.items.some(isRunning) ? LOOK_AGAIN_MS : false),
  });
  return { items: data?.items, error };
}

/**
 * Reloads the page once an import is written. A small one may be done before it was ever seen in progress. `items`: undefined until they are loaded.
 */
export function useRefreshOnceWritten(items: readonly RateImport[] | undefined): void {
  const client = useQueryClient();
  const done = items?.flatMap(({ id, state }) => (state === 'done' ? id : [])).join(' ');
  const before = useRef(done);
  useEffect(() => {
    if (before.current !== undefined && before.current !== done) void refresh(client);
    before.current = done;
  }, [client, done]);
}

/** The actions on an import. */
export function useImportActs({ id, ofPartner }: ImportTarget) {
  const options = { errors: 'shown' } as const;
  const retail = {
    upload: useApiMutation(uploadRates, options),
    confirm: useApiMutation(confirmRateImport, options),
    cancel: useApiMutation(cancelRateImport, options),
  };
  const wholesale = {
    upload: useApiMutation(uploadWholesaleRates, options),
    confirm: useApiMutation(confirmWholesaleImport, options),
    cancel: useApiMutation(cancelWholesaleImport, options),
  };
  const { upload, confirm, cancel } = ofPartner === undefined ? retail : wholesale;
  return {
    error: upload.error ?? confirm.error ?? cancel.error,
    isPending: upload.isPending || confirm.isPending || cancel.isPending,
    reset() {
      for (const act of [upload, confirm, cancel]) act.reset();
    },
    upload: (csv: string, validFrom: string | undefined): Promise<RateImport> => {
      const input = { query: validFrom === undefined ? {} : { validFrom }, body: { csv } };
      return ofPartner === undefined
        ? retail.upload.mutateAsync({ params: { tableId: id }, ...input })
        : wholesale.upload.mutateAsync({ params: { partnerId: ofPartner, wholesaleTableId: id }, ...input });
    },
    confirm: (importId: string): Promise<RateImport> =>
      ofPartner === undefined
        ? retail.confirm.mutateAsync({ params: { tableId: id, rateImportId: importId } })
        : wholesale.confirm.mutateAsync({
            params: { partnerId: ofPartner, wholesaleTableId: id, wholesaleImportId: importId },
          }),
    cancel: (importId: string): Promise<unknown> =>
      ofPartner === undefined
        ? retail.cancel.mutateAsync({ params: { tableId: id, rateImportId: importId } })
        : wholesale.cancel.mutateAsync({
            params: { partnerId: ofPartner, wholesaleTableId: id, wholesaleImportId: importId },
          }),
  };
}
