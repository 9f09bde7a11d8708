import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Limits, LimitsPut } from '../../src/limits/contract.ts';
import { api } from '../api.ts';
import { ChoiceInput, Form, useApiForm } from '../form.tsx';
import { LimitFields } from '../partner/LimitFields.tsx';
import { formOfLimits, type LimitsForm, sentLimits, withLimits } from '../partner/limits-form.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { tell } from '../ui/toast.tsx';
import { useTenant, useTenantReason, useTitleEnd } from './context.ts';

const pathOf = (tenantId: string) => `/tenants/${tenantId}/limits`;
const keyOf = (tenantId: string) => ['tenants', 'limits', tenantId];

/** For the partner's people alone: they are what it sells. */
export function TenantLimits() {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(tenant.id),
    queryFn: () => api.get<Limits>(pathOf(tenant.id)),
  });
  return (
    <Page
      title="Limits"
      intro="They hold for what is added from now on; what is there already stays."
      brand={useTitleEnd()}
    >
      {error && (
        <Notice
          tone="error"
          alert
          title="The limits could not be loaded"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Notice>
      )}
      {data && (
        <Card form>
          <TenantLimitsForm key={tenant.id} tenantId={tenant.id} limits={data} />
        </Card>
      )}
    </Page>
  );
}

type TenantLimitsForm = LimitsForm & { whenReached: string };

const formOf = (limits: Limits): TenantLimitsForm => ({
  ...formOfLimits(limits),
  whenReached: limits.autoSuspend ? 'suspend' : 'alert',
});

const schema = withLimits(LimitsPut, ({ whenReached, ...limits }: TenantLimitsForm) => ({
  ...sentLimits(limits),
  autoSuspend: whenReached === 'suspend',
}));

function TenantLimitsForm({ tenantId, limits }: { tenantId: string; limits: Limits }) {
  const client = useQueryClient();
  const reason = useTenantReason('limits.write');
  const [base, setBase] = useState(limits);
  const form = useApiForm({
    schema,
    values: formOf(limits),
    send: async (body) => {
      const saved = await api.put<Limits>(pathOf(tenantId), { body, ifMatch: base.version });
      setBase(saved);
      client.setQueryData(keyOf(tenantId), saved);
      void client.invalidateQueries({ queryKey: ['limits'] });
      form.form.reset(formOf(saved));
      tell('They hold from now on.', 'Limits saved');
    },
    takeError: (error) => {
      if (error.code === 'stale_version') void lookAtTheirs();
      return error.code === 'stale_version';
    },
  });
  const lookAtTheirs = async () => {
    setBase(await api.get<Limits>(pathOf(tenantId)));
    form.setProblem(
      'Somebody else saved these limits meanwhile. What you typed is still here: save again to put it over theirs, or reload the page for theirs.',
    );
  };
  return (
    <Form of={form} label="Limits">
      <ChoiceInput
        name="whenReached"
        label="When the spend or the minutes are used up"
        options={[
          { value: 'alert', label: 'Alert', hint: 'A mail, and calls go on. Holds once calls are rated.', reason },
          { value: 'suspend', label: 'Suspend', hint: 'No more calls. Holds once calls are rated.', reason },
        ]}
      />
      <LimitFields legend="Limits" currency={form.form.getValues('currency')} reason={reason} />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy} reason={reason}>
          Save limits
        </Button>
      </Row>
    </Form>
  );
}
