import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Session } from '../../../src/people/contract.ts';
import { getSession } from '../../../src/people/endpoints.ts';
import type { Permission } from '../../../src/people/rules.ts';
import { ApiError } from './api.ts';
import { call } from './call.ts';
import { VIEW_ONLY } from './view-only.ts';

export type { Session };

/** The signed-in user; null if nobody is. Reloaded now and then, because a role or a tenant's status can change meanwhile. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await call(getSession);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** How often the session is read again. A suspended tenant’s users see soon that the service is back. */
const SUSPENDED_MS = 5000;
const OTHERWISE_MS = 60_000;

/** The user whose session ended. The pages still show it under the dialog that asks to sign in again. */
let ended: Session | null = null;

/** Called when the server has ended the session. */
export function endSession(client: QueryClient): void {
  ended = client.getQueryData(sessionQuery.queryKey) ?? ended;
  client.setQueryData(sessionQuery.queryKey, null);
}

/** Called on sign-out. Clears everything, because another user may sign in next. */
export function forgetSession(client: QueryClient): void {
  ended = null;
  client.clear();
  client.setQueryData(sessionQuery.queryKey, null);
}

/** The session, for pages after sign-in. */
export function useSession(): Session {
  const { data } = useSuspenseQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.data?.tenant?.status === 'SUSPENDED' ? SUSPENDED_MS : OTHERWISE_MS),
    refetchOnWindowFocus: 'always',
  });
  const session = data ?? ended;
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** Why a button is disabled for this user; null if it isn't. */
export function usePermissionReason(permission: Permission): string | null {
  return useMay(permission) ? null : VIEW_ONLY;
}

/** The user's home page. */
export function homeOf(session: Session): string {
  if (session.user.role === 'operator') return '/operator/partners';
  if (!session.tenant) return '/';
  const home = `/tenants/${session.tenant.id}`;
  return session.user.role === 'tenant_user' ? `${home}/calls` : home;
}

/** The name above the pages. The platform operator has none. */
export const brandOf = (session: Session): string => session.partner?.name ?? session.tenant?.name ?? 'Operator';
