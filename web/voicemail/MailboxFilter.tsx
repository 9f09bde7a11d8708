import { useState } from 'react';
import { useFoundOptions } from '../kit/inputs/choices/found-options.ts';
import { TENANT_OBJECTS } from '../kit/inputs/choices/tenant-objects.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { SelectField } from '../ui/SelectField.tsx';

type MailboxFilterProps = { chosen: string | undefined; onChange: (mailboxId: string | undefined) => void };

/** Chooses one mailbox by a search on the server. */
export function MailboxFilter({ chosen, onChange }: MailboxFilterProps) {
  const tenantId = useTenantId();
  const [typed, setTyped] = useState('');
  const searched = useFoundOptions(TENANT_OBJECTS.mailbox(tenantId), typed, chosen ?? null);
  return (
    <SelectField
      name="Mailbox"
      placeholder="All mailboxes"
      {...searched}
      value={chosen ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onSearch={setTyped}
      searchable
      clearable
      emptyText="No such mailbox"
    />
  );
}
