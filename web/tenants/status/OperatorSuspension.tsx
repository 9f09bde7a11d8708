import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { SuspendTenant } from '../../../src/tenants/lifecycle/suspensions-contract.ts';
import type { OperatorTenant } from '../../../src/tenants/operator/contract.ts';
import { reactivateTenantAsOperator, suspendTenantAsOperator } from '../../../src/tenants/operator/endpoints.ts';
import { ConfirmDialog } from '../../kit/acts/ConfirmDialog.tsx';
import { Form, SelectInput, TextareaInput, useApiForm } from '../../kit/forms/form.tsx';
import { call } from '../../kit/session/call.ts';
import { REASON_NAMES, reasonLabels } from '../../kit/words/status-labels.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Fact, Facts, Row, Stack } from '../../ui/layout.tsx';
import { Time } from '../../ui/Time.tsx';
import { toast } from '../../ui/toast.tsx';
import { operatorTenantQuery } from '../operator-tenant.ts';

/** Suspends and reactivates a tenant for the operator's reasons, which the partner sees but can't lift. */
export function Suspension({ tenant }: { tenant: OperatorTenant }) {
  const { operatorReasons, suspensionReasons, status } = tenant;
  return (
    <Card form title={operatorReasons.length > 0 ? 'Suspended by the operator' : 'Not suspended by the operator'}>
      <Stack>
        <Facts>
          {tenant.operatorSuspensions.map(({ reason, note, at }) => (
            <Fact key={reason} name={REASON_NAMES[reason]}>
              <Time at={at} withClock />
              {note && <>: {note}</>}
            </Fact>
          ))}
          <Fact name="By its partner">{reasonLabels(suspensionReasons) || 'Not suspended'}</Fact>
        </Facts>
        {operatorReasons.length > 0 && <Lift tenant={tenant} />}
        {status !== 'CANCELLED' && <Suspend key={operatorReasons.join()} tenant={tenant} />}
      </Stack>
    </Card>
  );
}

function useRefresh(tenantId: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries(operatorTenantQuery(tenantId));
}

function Lift({ tenant: { tenantId, name, status, operatorReasons, suspensionReasons } }: { tenant: OperatorTenant }) {
  const [lifting, setLifting] = useState(false);
  const refresh = useRefresh(tenantId);
  if (status === 'CANCELLED')
    return <p>The tenant is cancelled. You can lift this after its partner reactivates it.</p>;
  const lift = async () => {
    await call(reactivateTenantAsOperator, { params: { tenantId }, body: { reasons: operatorReasons } });
    await refresh();
    toast.success(`Only its partner’s own reasons still apply to ${name}.`, 'Suspension lifted');
  };
  return (
    <>
      <Row end>
        <Button onClick={() => setLifting(true)}>Lift suspension</Button>
      </Row>
      {lifting && (
        <ConfirmDialog
          title={`Lift the suspension of ${name}?`}
          verb="Lift suspension"
          harmless
          act={lift}
          onClose={() => setLifting(false)}
        >
          <p>
            {suspensionReasons.some((reason) => !operatorReasons.includes(reason))
              ? `It stays suspended by its partner: ${reasonLabels(suspensionReasons)}.`
              : 'Its calls work again right away.'}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Suspend({ tenant: { tenantId, name, operatorReasons } }: { tenant: OperatorTenant }) {
  const refresh = useRefresh(tenantId);
  const open = (['fraud', 'manual'] as const).filter((reason) => !operatorReasons.includes(reason));
  const form = useApiForm<z.input<typeof SuspendTenant>, z.output<typeof SuspendTenant>>({
    schema: SuspendTenant,
    values: { reason: open[0], note: '' },
    send: async (body, key) => {
      await call(suspendTenantAsOperator, { params: { tenantId }, body, key });
      await refresh();
      toast.success('Only 911 calls work now.', `${name} is suspended`);
    },
  });
  if (open.length === 0) return null;
  return (
    <Form of={form} label="Suspend" guarded>
      <SelectInput
        name="reason"
        label="Reason"
        options={open.map((value) => ({ value, label: REASON_NAMES[value] }))}
        description="The partner sees this and can’t lift it."
      />
      <TextareaInput
        name="note"
        label="Note"
        rows={2}
        description="The partner sees this on the tenant’s page and in the audit log."
      />
      <Row end>
        <Button type="submit" kind="danger" busy={form.busy}>
          Suspend tenant
        </Button>
      </Row>
    </Form>
  );
}
