import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { listTenants } from '../../src/tenants/endpoints.ts';
import { ChoiceInput, MultiSelectInput, TextareaInput, TextInput } from '../kit/form.tsx';
import { apiQuery } from '../kit/queries.ts';
import { tenantQuery } from '../kit/tenants-query.ts';
import { FieldRow } from '../ui/fields.tsx';
import type { SelectOption } from '../ui/SelectField.tsx';
import type { KeyForm } from './key-form.ts';
import { ScopesInput } from './ScopesInput.tsx';

const MAX_SHOWN = 20;

/** What a key is made of. */
export function KeyFields() {
  const which = useWatch<KeyForm, 'whichTenants'>({ name: 'whichTenants' });
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        maxLength={100}
        description="What the key is for. The audit log names it."
        autoFocus
      />
      <ScopesInput name="scopes" />
      <ChoiceInput
        name="whichTenants"
        label="Tenants"
        options={[
          { value: 'all', label: 'All tenants', hint: 'Future ones too' },
          { value: 'chosen', label: 'Chosen tenants', hint: 'The key sees no lists of all tenants' },
        ]}
      />
      {which === 'chosen' && <TenantsInput />}
      <FieldRow>
        <TextInput
          name="requestsPerMinute"
          label="Requests a minute"
          inputMode="numeric"
          description="At most 10,000"
        />
        <TextInput name="expiresAt" label="Last day (UTC)" type="date" description="Empty: it doesn’t end" />
      </FieldRow>
      <TextareaInput
        name="addresses"
        label="Allowed addresses"
        rows={3}
        mono
        placeholder={'203.0.113.7\n2001:db8::/48'}
        description="Addresses or networks, one a line. Empty: from anywhere."
      />
    </>
  );
}

/** Tenants are found on the server while one types: there may be a hundred thousand. */
function TenantsInput() {
  const [typed, setTyped] = useState('');
  const chosen = useWatch<KeyForm, 'tenantIds'>({ name: 'tenantIds' });
  const named = useQueries({ queries: chosen.map((id) => tenantQuery(id)) });
  const { data } = useQuery({
    ...apiQuery(listTenants, { query: { search: typed.trim(), limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const options = new Map<string, SelectOption>();
  for (const tenant of [...named.map((query) => query.data), ...(data?.items ?? [])])
    if (tenant) options.set(tenant.id, { value: tenant.id, label: tenant.name });
  // until its name is loaded, or where it is not there any more
  for (const id of chosen) if (!options.has(id)) options.set(id, { value: id, label: 'A tenant' });
  return (
    <MultiSelectInput
      name="tenantIds"
      label="Which tenants"
      options={[...options.values()]}
      placeholder="Search by name"
      onSearch={setTyped}
    />
  );
}
