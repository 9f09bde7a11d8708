import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { listCalls } from '../../../src/calls/history/endpoints.ts';
import { listExtensions } from '../../../src/extensions/endpoints.ts';
import type { LiveChange, LiveState } from '../../../src/live/contract.ts';
import type { Endpoint } from '../../../src/platform/http/endpoint.ts';
import { connectLive, type Live } from './live-connection.ts';
import { sessionQuery } from './session.ts';
import { useTenantId } from './tenant-context.ts';

export type { Live };

const NOTHING_YET: Live = { state: null, isConnected: false, clockOffset: 0 };
/** Keeps the stream open between two pages of a tenant. */
const LINGER_MS = 1000;
/** The minimum time between reloads of the list of calls, however often calls end. */
const LISTS_MS = 2000;

/** A tenant's stream, shared by everything that shows it. */
class LiveStore {
  #live = NOTHING_YET;
  readonly #listeners = new Set<() => void>();
  readonly #open: (set: (live: Live) => void) => () => void;
  #close: (() => void) | null = null;

  constructor(open: (set: (live: Live) => void) => () => void) {
    this.#open = open;
  }

  readonly get = (): Live => this.#live;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#close ??= this.#open((live) => {
      this.#live = live;
      for (const each of this.#listeners) each();
    });
    return () => {
      this.#listeners.delete(listener);
      setTimeout(() => this.#leave(), LINGER_MS);
    };
  };

  #leave(): void {
    if (this.#listeners.size > 0) return;
    this.#close?.();
    this.#close = null;
    this.#live = NOTHING_YET;
  }
}

const stores = new Map<string, LiveStore>();

function storeOf(tenantId: string, client: QueryClient): LiveStore {
  const known = stores.get(tenantId);
  if (known) return known;
  const refresh = listRefresher(client);
  const store = new LiveStore((set) =>
    connectLive(tenantId, {
      onLive: set,
      onChange: refresh,
      // the session may have changed
      onRefused: () => void client.invalidateQueries(sessionQuery),
    }),
  );
  stores.set(tenantId, store);
  return store;
}

/** Reloads the lists that a change makes outdated. */
function listRefresher(client: QueryClient) {
  const due = new Set<Endpoint>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (change: LiveChange, before: LiveState): void => {
    if (change.endedCallIds.length > 0) due.add(listCalls);
    if (change.removedExtensionIds.length > 0 || hasNewNames(change, before)) due.add(listExtensions);
    if (due.size === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const { id } of due) void client.invalidateQueries({ queryKey: ['api', id] });
      due.clear();
    }, LISTS_MS);
  };
}

function hasNewNames({ extensions }: LiveChange, before: LiveState): boolean {
  const names = new Map(before.extensions.map(({ id, name }) => [id, name]));
  return extensions.some(({ id, name }) => names.get(id) !== name);
}

const NO_STORE = { subscribe: () => () => {}, get: () => NOTHING_YET };

/** The current extensions and calls of this page's tenant. All components share one stream. */
export function useLive(): Live {
  const tenantId = useTenantId();
  const client = useQueryClient();
  // reconnects after signing in again
  const { data: session } = useQuery(sessionQuery);
  const { subscribe, get } = session ? storeOf(tenantId, client) : NO_STORE;
  return useSyncExternalStore(subscribe, get);
}

/** The server's time, updated every second. */
export function useNow({ clockOffset }: Pick<Live, 'clockOffset'>): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + clockOffset;
}
