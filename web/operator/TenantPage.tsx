import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { z } from 'zod';
import type { OperatorTenant } from '../../src/tenants/contract.ts';
import { api, ApiError } from '../api.ts';
import { Form, TextInput, useApiForm } from '../form.tsx';
import { StatusBadge } from '../partner/StatusBadge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, Fact, Facts, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { Hold } from './Hold.tsx';
import { Suspension } from './Suspension.tsx';
import { keyOf, pathOf } from './tenant.ts';

const route = getRouteApi('/inside/operator/tenants');

export function TenantPage() {
  const { tenantId } = route.useSearch();
  return (
    <Page
      title="Tenants"
      intro="One at a time, by its id: the operator has no list of the partners’ tenants. Take it out of service here, or keep it from being purged."
    >
      <Card form>
        <FindTenant key={tenantId} tenantId={tenantId} />
      </Card>
      {tenantId && <Found key={tenantId} tenantId={tenantId} />}
    </Page>
  );
}

const Wanted = z.object({ tenantId: z.string().trim().toLowerCase().pipe(z.uuid('Enter the id of a tenant.')) });

function FindTenant({ tenantId = '' }: { tenantId?: string | undefined }) {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const form = useApiForm<z.input<typeof Wanted>, z.output<typeof Wanted>>({
    schema: Wanted,
    values: { tenantId },
    send: async (search) => {
      await client.invalidateQueries({ queryKey: keyOf(search.tenantId) });
      await navigate({ search });
    },
  });
  return (
    <Form of={form} label="Find a tenant">
      <TextInput name="tenantId" label="Tenant’s id" mono startHere />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy}>
          Show
        </Button>
      </Row>
    </Form>
  );
}

function Found({ tenantId }: { tenantId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(tenantId),
    queryFn: () => api.get<OperatorTenant>(pathOf(tenantId)),
  });
  if (error instanceof ApiError && error.status === 404)
    return (
      <Notice tone="warning" alert title="No tenant has this id">
        It may have been purged.
      </Notice>
    );
  if (error) return <NotLoaded error={error} again={refetch} />;
  if (!data) return <output>Loading…</output>;
  return (
    <>
      <Card form title={data.sipPrefix}>
        <Facts>
          <Fact name="Status">
            <StatusBadge status={data.status} />
          </Fact>
          <Fact name="Purge due">{data.purgeAt ? <Time at={data.purgeAt} withClock /> : 'Not cancelled'}</Fact>
        </Facts>
      </Card>
      <Suspension tenant={data} />
      <Hold tenantId={tenantId} />
    </>
  );
}
