import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { TenantDefaults } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { ChoiceInput, Form, SelectInput, TextInput, useApiForm } from '../form.tsx';
import { brandOf, useReason, useSession } from '../session.ts';
import { timezoneOptions } from '../timezones.ts';
import { Button } from '../ui/Button.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { tell } from '../ui/toast.tsx';
import { useBillingProfiles } from './billing-profiles.ts';
import { BillingProfiles } from './BillingProfiles.tsx';
import { defaultsSchema, formOfDefaults } from './defaults-form.ts';
import { LimitFields } from './LimitFields.tsx';

const defaultsQuery = { queryKey: ['tenant-defaults'], queryFn: () => api.get<TenantDefaults>('/tenant-defaults') };

export function TenantDefaultsPage() {
  const session = useSession();
  const { data, error, refetch } = useQuery(defaultsQuery);
  return (
    <Page
      title="Tenant Defaults"
      intro="What a new tenant starts with. Tenants that exist keep what they have."
      brand={brandOf(session)}
    >
      {error && (
        <Notice
          tone="error"
          alert
          title="The defaults could not be loaded"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Notice>
      )}
      {data && (
        <Card form>
          <DefaultsForm defaults={data} />
        </Card>
      )}
      <BillingProfiles />
    </Page>
  );
}

function DefaultsForm({ defaults }: { defaults: TenantDefaults }) {
  const client = useQueryClient();
  const reason = useReason('defaults.write');
  const [base, setBase] = useState(defaults);
  const zones = useMemo(() => timezoneOptions(defaults.timezone), [defaults.timezone]);
  const profiles = useBillingProfiles();
  const currency = base.defaultLimits.monthlySpend?.currency ?? 'USD';
  const form = useApiForm({
    schema: defaultsSchema,
    values: formOfDefaults(defaults),
    send: async (body) => {
      const saved = await api.put<TenantDefaults>('/tenant-defaults', { body, ifMatch: base.version });
      setBase(saved);
      client.setQueryData(defaultsQuery.queryKey, saved);
      form.form.reset(formOfDefaults(saved));
      tell('New tenants start with these.', 'Tenant defaults saved');
    },
    takeError: (error) => {
      if (error.code === 'stale_version') void lookAtTheirs();
      return error.code === 'stale_version';
    },
  });
  const lookAtTheirs = async () => {
    setBase(await api.get<TenantDefaults>('/tenant-defaults'));
    form.setProblem(
      'Somebody else saved these defaults meanwhile. What you typed is still here: save again to put it over theirs, or reload the page for theirs.',
    );
  };
  return (
    <Form of={form} label="Tenant defaults">
      <FieldRow>
        <SelectInput name="timezone" label="Timezone" options={zones} searchable reason={reason} />
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Empty: each tenant sets its own."
          reason={reason}
        />
      </FieldRow>
      <ChoiceInput
        name="suspensionBehavior"
        label="When a tenant reaches a limit"
        options={[
          { value: 'alert', label: 'Alert', hint: 'A mail, and calls go on. Holds once calls are rated.', reason },
          { value: 'suspend', label: 'Suspend', hint: 'No more calls. Holds once calls are rated.', reason },
        ]}
      />
      {profiles.length > 0 && (
        <FieldRow>
          <SelectInput
            name="defaultBillingProfileId"
            label="Default billing profile"
            options={profiles}
            clearable
            placeholder="None"
            reason={reason}
          />
        </FieldRow>
      )}
      <LimitFields legend="Default limits" name="defaultLimits" currency={currency} reason={reason} />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy} reason={reason}>
          Save defaults
        </Button>
      </Row>
    </Form>
  );
}
