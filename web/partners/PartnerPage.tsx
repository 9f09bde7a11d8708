import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { getPartner } from '../../src/partners/endpoints.ts';
import { TENANT_STATUSES } from '../../src/status/contract.ts';
import { ButtonLink } from '../kit/pages/links.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { apiQuery } from '../kit/session/queries.ts';
import { STATUS_NAMES } from '../kit/words/status-labels.ts';
import { Card, Fact, Facts } from '../ui/layout.tsx';
import { Page, Stat, Stats } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';

const route = getRouteApi('/authenticated/operator/partners/$partnerId');

/** A partner as the operator sees it, with counts of its tenants. `money`: its charges. */
export function PartnerPage({ money }: { money: ReactNode }) {
  const { partnerId } = route.useParams();
  return (
    <LoadedPage query={apiQuery(getPartner, { params: { partnerId } })} failed="Couldn’t load this partner">
      {(partner) => (
        <Page
          title={partner.name}
          intro={<Link to="/operator/partners">All partners</Link>}
          actions={<ButtonLink to="/operator/tenants">Find a tenant</ButtonLink>}
        >
          <Stats>
            {TENANT_STATUSES.map((status) => (
              <Stat
                key={status}
                label={`${STATUS_NAMES[status]} tenants`}
                value={partner.byStatus[status].toLocaleString()}
              />
            ))}
          </Stats>
          <Card form>
            <Facts>
              <Fact name="Tenants">{partner.tenants.toLocaleString()}</Fact>
              <Fact name="Created">
                <Time at={partner.createdAt} withClock />
              </Fact>
            </Facts>
          </Card>
          {money}
        </Page>
      )}
    </LoadedPage>
  );
}
