import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { z } from 'zod';
import { type FoundTenant, OperatorTenantQuery } from '../../src/tenants/operator/contract.ts';
import { searchTenantsAsOperator } from '../../src/tenants/operator/endpoints.ts';
import { Form, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { ApiError } from '../kit/session/api.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { SandboxBadge } from '../kit/words/SandboxBadge.tsx';
import { StatusBadge } from '../kit/words/StatusBadge.tsx';
import { Button } from '../ui/Button.tsx';
import { type Column, DataTable } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { operatorTenantQuery, RECORDED } from './operator-tenant.ts';
import { LegalHoldCard } from './status/LegalHold.tsx';
import { Suspension } from './status/OperatorSuspension.tsx';

const route = getRouteApi('/authenticated/operator/tenants');

export function OperatorTenantPage() {
  const { tenantId, search } = route.useSearch();
  return (
    <Page
      title="Tenants"
      intro="Find a tenant of any partner, to suspend it or place a legal hold. Every search and view is recorded in the audit log."
    >
      <Card form>
        <FindTenant key={search} search={search} />
      </Card>
      {search && !tenantId && <Results search={search} />}
      {tenantId && <Found key={tenantId} tenantId={tenantId} />}
    </Page>
  );
}

function FindTenant({ search = '' }: { search?: string | undefined }) {
  const navigate = route.useNavigate();
  const form = useApiForm<z.input<typeof OperatorTenantQuery>, z.output<typeof OperatorTenantQuery>>({
    schema: OperatorTenantQuery,
    values: { search },
    send: (wanted) => navigate({ search: wanted }),
  });
  return (
    <Form of={form} label="Tenant search">
      <TextInput
        name="search"
        label="Find a tenant"
        autoFocus
        description="By name, SIP prefix, phone number or ID."
        maxLength={100}
      />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy}>
          Search
        </Button>
      </Row>
    </Form>
  );
}

const COLUMNS: Column<FoundTenant>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ tenantId, name }) => (
      <Link to="/operator/tenants" search={(old) => ({ ...old, tenantId })}>
        {name}
      </Link>
    ),
  },
  { id: 'sipPrefix', header: 'SIP prefix', cell: ({ sipPrefix }) => <span className="mono">{sipPrefix}</span> },
  {
    id: 'partner',
    header: 'Partner',
    cell: ({ partner }) => (
      <Link to="/operator/partners/$partnerId" params={{ partnerId: partner.id }}>
        {partner.name}
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status, sandbox }) => (
      <Row tight>
        <StatusBadge status={status} />
        {sandbox && <SandboxBadge />}
      </Row>
    ),
  },
];

function Results({ search }: { search: string }) {
  const { data, error, refetch } = useQuery({
    ...apiQuery(searchTenantsAsOperator, { query: { search } }),
    ...RECORDED,
  });
  if (data?.items.length === 0)
    return (
      <Notice alert title="No tenants found">
        Nothing matches “{search}”. Tenants whose data was deleted can’t be found.
      </Notice>
    );
  return (
    <DataTable
      label="Tenants found"
      columns={COLUMNS}
      rows={data?.items}
      rowId={(tenant) => tenant.tenantId}
      error={error}
      onRetry={() => void refetch()}
      empty={null}
    />
  );
}

function Found({ tenantId }: { tenantId: string }) {
  const { data, error, refetch } = useQuery(operatorTenantQuery(tenantId));
  if (error instanceof ApiError && error.status === 404)
    return (
      <Notice tone="warning" alert title="No tenant has this ID">
        Its data may have been deleted.
      </Notice>
    );
  if (!data) return <NotLoaded error={error} again={refetch} />;
  return (
    <>
      <Card form title={data.name}>
        <Facts>
          <Fact name="Partner">
            <Link to="/operator/partners/$partnerId" params={{ partnerId: data.partner.id }}>
              {data.partner.name}
            </Link>
          </Fact>
          <Fact name="SIP prefix">
            <span className="mono">{data.sipPrefix}</span>
          </Fact>
          <Fact name="Status">
            <Row tight>
              <StatusBadge status={data.status} />
              {data.sandbox && <SandboxBadge />}
            </Row>
          </Fact>
          <Fact name="Data deleted on">{data.purgeAt ? <Time at={data.purgeAt} withClock /> : 'Not cancelled'}</Fact>
        </Facts>
      </Card>
      <Suspension tenant={data} />
      <LegalHoldCard tenantId={tenantId} />
    </>
  );
}
