import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { type LegalHold, LegalHoldPut } from '../../src/retention/contract.ts';
import type { TenantStatus } from '../../src/tenants/contract.ts';
import { api, ApiError } from '../api.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { Form, TextareaInput, TextInput, useApiForm } from '../form.tsx';
import { StatusBadge } from '../partner/StatusBadge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, Fact, Facts, Row, Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { tell } from '../ui/toast.tsx';
import { Suspension } from './Suspension.tsx';

const route = getRouteApi('/inside/operator/holds');
const pathOf = (tenantId: string) => `/operator/tenants/${tenantId}/legal-hold`;
const keyOf = (tenantId: string) => ['operator', 'tenants', tenantId, 'hold'];

/** One tenant at a time, by its id: the operator has no list of the partners' tenants. */
export function Holds() {
  const { tenantId } = route.useSearch();
  return (
    <Page
      title="Legal holds"
      intro="A tenant under a hold is not purged. Neither its partner nor the tenant learns of it."
    >
      <Card form>
        <FindTenant key={tenantId} tenantId={tenantId} />
      </Card>
      {tenantId && <Found key={tenantId} tenantId={tenantId} />}
      {tenantId && <Suspension key={`${tenantId} in service`} tenantId={tenantId} />}
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
      await client.invalidateQueries({ queryKey: ['operator', 'tenants', search.tenantId] });
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
    queryFn: () => api.get<LegalHold>(pathOf(tenantId)),
  });
  if (error instanceof ApiError && error.status === 404)
    return (
      <Notice tone="warning" alert title="No tenant has this id">
        It may have been purged.
      </Notice>
    );
  if (error)
    return (
      <Notice tone="error" alert action={<Button onClick={() => void refetch()}>Try again</Button>}>
        {error.message}
      </Notice>
    );
  if (!data) return <output>Loading…</output>;
  return (
    <Card form title={data.reason === null ? 'No legal hold' : 'Under a legal hold'}>
      <Stack>
        <Facts>
          <Fact name="SIP prefix">
            <span className="mono">{data.sipPrefix}</span>
          </Fact>
          <Fact name="Status">
            <StatusBadge status={data.status as TenantStatus} />
          </Fact>
          <Fact name="Purge due">{data.purgeAt ? <Time at={data.purgeAt} withClock /> : 'Not cancelled'}</Fact>
        </Facts>
        {data.reason === null ? <PlaceHold tenant={data} /> : <Held tenant={data} />}
      </Stack>
    </Card>
  );
}

function Held({ tenant }: { tenant: LegalHold }) {
  const client = useQueryClient();
  const [lifting, setLifting] = useState(false);
  const lift = async () => {
    const sending = { ifMatch: tenant.version };
    client.setQueryData(keyOf(tenant.tenantId), await api.delete<LegalHold>(pathOf(tenant.tenantId), sending));
    tell(`Nothing keeps ${tenant.sipPrefix} from being purged any more.`, 'Legal hold lifted');
  };
  return (
    <>
      <Facts>
        <Fact name="Reason">{tenant.reason}</Fact>
        <Fact name="Placed by">{tenant.placedBy}</Fact>
        <Fact name="Placed">{tenant.placedAt && <Time at={tenant.placedAt} withClock />}</Fact>
      </Facts>
      <Row end>
        <Button kind="danger" onClick={() => setLifting(true)}>
          Lift hold
        </Button>
      </Row>
      {lifting && (
        <ConfirmDialog
          title={`Lift the legal hold on ${tenant.sipPrefix}?`}
          verb="Lift hold"
          act={lift}
          onClose={() => setLifting(false)}
        >
          <p>{afterwards(tenant.purgeAt)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function afterwards(purgeAt: string | null): string {
  if (purgeAt === null) return 'It is not cancelled, so it stays. Should it be, nothing keeps it from being purged.';
  if (Date.parse(purgeAt) > Date.now()) return 'It is purged when its time comes, and nothing keeps it any more.';
  return 'Its time has passed: it is purged at once, and nothing of it comes back.';
}

function PlaceHold({ tenant }: { tenant: LegalHold }) {
  const client = useQueryClient();
  const form = useApiForm<z.input<typeof LegalHoldPut>, z.output<typeof LegalHoldPut>>({
    schema: LegalHoldPut,
    values: { reason: '' },
    send: async (body) => {
      const sending = { body, ifMatch: tenant.version };
      client.setQueryData(keyOf(tenant.tenantId), await api.put<LegalHold>(pathOf(tenant.tenantId), sending));
      tell(`${tenant.sipPrefix} is not purged until it is lifted.`, 'Legal hold placed');
    },
  });
  return (
    <Form of={form} label="Place a legal hold">
      <TextareaInput name="reason" label="Reason" rows={3} description="Who asked for it, and by what order." />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy}>
          Place hold
        </Button>
      </Row>
    </Form>
  );
}
