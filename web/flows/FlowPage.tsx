import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Flow } from '../../src/flows/contract.ts';
import { getFlow, getFlowDraft } from '../../src/flows/endpoints.ts';
import { FailedPage } from '../kit/pages/FailedPage.tsx';
import { NotFound } from '../kit/pages/NotFound.tsx';
import { ApiError } from '../kit/session/api.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTitleEnd } from '../kit/session/tenant-context.ts';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { FlowEditor } from './FlowEditor.tsx';

const route = getRouteApi('/authenticated/tenants/$tenantId/flows/$flowId');

export function FlowPage() {
  const params = route.useParams();
  const flow = useQuery(apiQuery(getFlow, { params }));
  // a cached draft of an earlier visit might overwrite what others have saved since
  const draft = useQuery({ ...apiQuery(getFlowDraft, { params }), gcTime: 0 });
  const brand = useTitleEnd();
  const error = flow.error ?? draft.error;
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (error && !(flow.data && draft.data))
    return (
      <FailedPage
        title="Couldn’t load this call flow"
        error={error}
        again={() => Promise.all([flow.refetch(), draft.refetch()])}
      />
    );
  if (!flow.data || !draft.data) return <output>Loading…</output>;
  return (
    <Page
      title={flow.data.name}
      brand={brand}
      intro={
        <>
          <Link to="/tenants/$tenantId/flows" params={{ tenantId: params.tenantId }}>
            All call flows
          </Link>
          {` · ${stateOf(flow.data)}`}
        </>
      }
    >
      {flow.data.missed.length > 0 && <Missed of={flow.data.missed} />}
      <FlowEditor key={params.flowId} params={params} first={draft.data} published={flow.data.published !== null} />
    </Page>
  );
}

/** Missing targets that calls have reached. */
const Missed = ({ of }: { of: Flow['missed'] }) => (
  <Notice tone="warning" title="Calls can’t continue">
    <ul>
      {of.map(({ nodeId, node, what, at }) => (
        <li key={nodeId}>
          {`“${node}”: ${what} was deleted. A call reached it `}
          <Time at={at} />.
        </li>
      ))}
    </ul>
    These calls take the flow’s fallback. Choose another target in that step, and publish.
  </Notice>
);

const stateOf = ({ number, published }: Flow): string =>
  [published ? `Version ${published.number} is published` : 'Not published yet', number && `Number ${number}`]
    .filter(Boolean)
    .join(' · ');
