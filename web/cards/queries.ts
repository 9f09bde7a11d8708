import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CardPayment } from '../../src/cards/contract.ts';
import { getTenantCards } from '../../src/cards/endpoints.ts';
import { isRunning } from '../../src/cards/rules.ts';
import { refresh } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { sessionQuery } from '../kit/session/session.ts';

/** How often to poll a running payment, and for a payment started elsewhere. */
const SOON_MS = 1000;
const LATER_MS = 15_000;

/** How the tenant can pay by card. When a payment has ended, the rest of the page is read again: the tenant may be active again. */
export function useTenantCards(tenantId: string) {
  const client = useQueryClient();
  const query = useQuery({
    ...apiQuery(getTenantCards, { params: { tenantId } }),
    refetchInterval: ({ state }) => (state.data?.latest && isRunning(state.data.latest) ? SOON_MS : LATER_MS),
    refetchOnWindowFocus: 'always',
  });
  useEndOf(query.data?.latest, client);
  return query;
}

/** Opens the provider's page of a payment started here, once it is ready. Returns the payment's id and its setter. */
export function useProviderPage(latest: CardPayment | null | undefined) {
  const [begun, setBegun] = useState<string | null>(null);
  const page = latest?.id === begun ? latest?.pageUrl : undefined;
  useEffect(() => {
    if (page) location.assign(page);
  }, [page]);
  return [begun, setBegun] as const;
}

/** A payment may have ended before this page loads, as on the way back from the provider's page. Then the session is read again too. */
function useEndOf(latest: CardPayment | null | undefined, client: QueryClient): void {
  const now =
    latest === undefined ? 'unknown' : latest === null ? 'none' : isRunning(latest) ? 'running' : latest.state;
  const before = useRef('unknown');
  useEffect(() => {
    if (before.current === 'running' && now !== 'running') void refresh(client);
    if (before.current !== now && now === 'succeeded')
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    before.current = now;
  }, [now, client]);
}
