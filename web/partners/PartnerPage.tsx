import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { TENANT_STATUSES } from '../../src/status/contract.ts';
import { getPartner } from '../../src/partners/endpoints.ts';
import { ApiError } from '../kit/api.ts';
import { apiQuery } from '../kit/queries.ts';
import { ButtonLink } from '../kit/links.tsx';
import { STATUS_NAMES } from '../kit/status-labels.ts';
import { Card, Fact, Facts } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Page, Stat, Stats } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { NotFound } from '../kit/NotFound.tsx';

const route = getRouteApi('/authenticated/operator/partners/$partnerId');

/** One reseller, as the operator sees it: its tenants are counted, not listed. */
export function PartnerPage() {
  const { partnerId } = route.useParams();
  const { data, error, refetch } = useQuery(apiQuery(getPartner, { params: { partnerId } }));
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (error && !data) return <NotLoaded title="Couldn’t load this partner" error={error} again={refetch} />;
  if (!data) return <output>Loading…</output>;
  return (
    <Page
      title={data.name}
      intro={<Link to="/operator/partners">All partners</Link>}
      actions={<ButtonLink to="/operator/tenants">Find a tenant</ButtonLink>}
    >
      <Stats>
        {TENANT_STATUSES.map((status) => (
          <Stat key={status} label={`${STATUS_NAMES[status]} tenants`} value={data.byStatus[status].toLocaleString()} />
        ))}
      </Stats>
      <Card form>
        <Facts>
          <Fact name="Tenants">{data.tenants.toLocaleString()}</Fact>
          <Fact name="Created">
            <Time at={data.createdAt} withClock />
          </Fact>
        </Facts>
      </Card>
    </Page>
  );
}
