import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { MultiSelectInput } from '../../forms/form.tsx';
import { useManyTenantOptions } from './tenant-options.ts';

/** Some of the partner’s tenants, in the field `tenantIds`. */
export function TenantsInput() {
  const [typed, setTyped] = useState('');
  const chosen = useWatch<{ tenantIds: string[] }, 'tenantIds'>({ name: 'tenantIds' });
  return (
    <MultiSelectInput
      name="tenantIds"
      label="Which tenants"
      {...useManyTenantOptions(typed, chosen)}
      placeholder="Search by name"
      onSearch={setTyped}
    />
  );
}
