import { useWatch } from 'react-hook-form';
import { ChoiceInput, TextareaInput, TextInput } from '../kit/forms/form.tsx';
import { ModeInput } from '../kit/inputs/ModeInput.tsx';
import { TenantsInput } from '../kit/inputs/TenantsInput.tsx';
import { FieldRow } from '../ui/fields.tsx';
import type { KeyForm } from './key-form.ts';
import { PARTNER_TABLE, TENANT_TABLE } from './scope-table.ts';
import { ScopesInput } from './ScopesInput.tsx';

/** What a key is made of: a partner's, or a tenant's own, which is for this tenant. What a partner's is for is chosen once. */
export function KeyFields({ of, isNew = false }: { of: 'partner' | 'tenant'; isNew?: boolean }) {
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
      {of === 'partner' && isNew && <ModeInput />}
      <ScopesInput name="scopes" table={of === 'partner' ? PARTNER_TABLE : TENANT_TABLE} />
      {of === 'partner' && (
        <ChoiceInput
          name="whichTenants"
          label="Tenants"
          options={[
            { value: 'all', label: 'All tenants', hint: 'Future ones too' },
            { value: 'chosen', label: 'Chosen tenants', hint: 'The key sees no lists of all tenants' },
          ]}
        />
      )}
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
        name="sources"
        label="Allowed addresses"
        rows={3}
        mono
        placeholder={'203.0.113.7\n2001:db8::/48'}
        description="Addresses or networks, one a line. Empty: from anywhere."
      />
    </>
  );
}
