import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../app/lazy-page.ts';
import { readCallsSearch } from '../calls/calls-search.ts';
import { readListSearch } from '../kit/lists/search.ts';
import { readRecordingsSearch } from '../recordings/recordings-search.ts';
import { readVoicemailSearch } from '../voicemail/voicemail-search.ts';
import { listDeps, prefetch } from './prefetch.ts';
import { needs } from './root.tsx';
import { tenant } from './tenant-root.tsx';

export const calls = createRoute({
  getParentRoute: () => tenant,
  path: '/calls',
  ...needs('call-history.read'),
  validateSearch: readCallsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) => {
    // days depend on the tenant's time zone, which isn't known yet
    if (deps.from || deps.to) return;
    prefetch(client, async () => (await import('../calls/queries.ts')).callsList(params.tenantId, 'UTC', deps).query);
  },
  component: lazyPage(() => import('./CallsPage.tsx'), 'CallsPage'),
});

export const call = createRoute({
  getParentRoute: () => tenant,
  path: '/calls/$callId',
  ...needs('call-history.read'),
  loader: ({ context: { client }, params }) =>
    prefetch(client, async () => (await import('../calls/queries.ts')).callQuery(params.tenantId, params.callId)),
  component: lazyPage(() => import('../calls/CallPage.tsx'), 'CallPage'),
});

export const voicemail = createRoute({
  getParentRoute: () => tenant,
  path: '/voicemail',
  ...needs('voicemail.read'),
  validateSearch: readVoicemailSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../voicemail/queries.ts')).voicemailList(params.tenantId, deps).query),
  component: lazyPage(() => import('../voicemail/Voicemail.tsx'), 'Voicemail'),
});

export const mailboxes = createRoute({
  getParentRoute: () => tenant,
  path: '/mailboxes',
  ...needs('mailboxes.read'),
  validateSearch: readListSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(client, async () => (await import('../voicemail/queries.ts')).mailboxesList(params.tenantId, deps).query),
  component: lazyPage(() => import('../voicemail/Mailboxes.tsx'), 'Mailboxes'),
});

export const recordings = createRoute({
  getParentRoute: () => tenant,
  path: '/recordings',
  ...needs('recordings.read'),
  validateSearch: readRecordingsSearch,
  loaderDeps: listDeps,
  loader: ({ context: { client }, params, deps }) =>
    prefetch(
      client,
      async () => (await import('../recordings/queries.ts')).recordingsList(params.tenantId, deps).query,
    ),
  component: lazyPage(() => import('../recordings/Recordings.tsx'), 'Recordings'),
});
