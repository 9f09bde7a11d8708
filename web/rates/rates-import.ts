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

const LOOK_AGAIN_MS = 700;

export const isRunning = ({ state }: Pick<RateImport, 'state'>): boolean => state === 'reading' || state === 'writing';

export const rateImportsQuery = (tableId: string) => apiQuery(listRateImports, { params: { tableId } });

export const wholesaleImportsQuery = (params: { partnerId: string; wholesaleTableId: string }) =>
  apiQuery(listWholesaleImports, { params });

export type ImportsQuery = ReturnType<typeof rateImportsQuery>;

/** The imports of a table, the latest first, polled while one is being read or written. */
export function useRateImports(query: ImportsQuery) {
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

/** The operations on the imports of a table. `error` and `isPending` are those of all three. */
export type ImportActs = {
  imports: ImportsQuery;
  upload: (csv: string, validFrom: string | undefined) => Promise<RateImport>;
  confirm: (importId: string) => Promise<RateImport>;
  cancel: (importId: string) => Promise<unknown>;
  error: Error | null;
  isPending: boolean;
  reset: () => void;
};

const SHOWN = { errors: 'shown' } as const;

/** The acts of a rate table, by which the partner charges its tenants. */
export function useRateImportActs(tableId: string): ImportActs {
  const upload = useApiMutation(uploadRates, SHOWN);
  const confirm = useApiMutation(confirmRateImport, SHOWN);
  const cancel = useApiMutation(cancelRateImport, SHOWN);
  return {
    ...stateOf([upload, confirm, cancel]),
    imports: rateImportsQuery(tableId),
    upload: (csv, validFrom) => upload.mutateAsync({ params: { tableId }, query: { validFrom }, body: { csv } }),
    confirm: (rateImportId) => confirm.mutateAsync({ params: { tableId, rateImportId } }),
    cancel: (rateImportId) => cancel.mutateAsync({ params: { tableId, rateImportId } }),
  };
}

/** The acts of a wholesale table, by which the operator charges a partner. */
export function useWholesaleImportActs(params: { partnerId: string; wholesaleTableId: string }): ImportActs {
  const upload = useApiMutation(uploadWholesaleRates, SHOWN);
  const confirm = useApiMutation(confirmWholesaleImport, SHOWN);
  const cancel = useApiMutation(cancelWholesaleImport, SHOWN);
  return {
    ...stateOf([upload, confirm, cancel]),
    imports: wholesaleImportsQuery(params),
    upload: (csv, validFrom) => upload.mutateAsync({ params, query: { validFrom }, body: { csv } }),
    confirm: (wholesaleImportId) => confirm.mutateAsync({ params: { ...params, wholesaleImportId } }),
    cancel: (wholesaleImportId) => cancel.mutateAsync({ params: { ...params, wholesaleImportId } }),
  };
}

const stateOf = (acts: readonly Pick<ImportActs, 'error' | 'isPending' | 'reset'>[]) => ({
  error: acts.find(({ error }) => error)?.error ?? null,
  isPending: acts.some(({ isPending }) => isPending),
  reset() {
    for (const act of acts) act.reset();
  },
});
