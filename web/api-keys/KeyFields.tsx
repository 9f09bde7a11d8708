import { useWatch } from 'react-hook-form';
import { ChoiceInput, TextareaInput, TextInput } from '../kit/forms/form.tsx';
import { TenantsInput } from '../kit/inputs/choices/TenantsInput.tsx';
import { ModeInput } from '../kit/inputs/ModeInput.tsx';
import { FieldRow } from '../ui/fields.tsx';
import type { KeyForm } from './key-form.ts';
import { PARTNER_TABLE, TENANT_TABLE } from './scope-table.ts';
import { ScopesInput } from './ScopesInput.tsx';

/** The fields of a partner's key, or of a tenant's own. The mode of a partner's key can't be changed later. */
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
        <TextInput name="expiresAt" label="Last day (UTC)" type="date" description="Leave blank for no expiry" />
      </FieldRow>
      <TextareaInput
        name="sources"
        label="Allowed addresses"
        rows={3}
        mono
        placeholder={'203.0.113.7\n2001:db8::/48'}
        description="Addresses or networks, one per line. Leave blank to allow any."
      />
    </>
  );
}
