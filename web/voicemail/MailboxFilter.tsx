import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getMailbox, listMailboxes } from '../../src/voicemail/endpoints.ts';
import { isSearching } from '../kit/inputs/choices/found-options.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { SelectField } from '../ui/SelectField.tsx';

type MailboxFilterProps = { chosen: string | undefined; onChange: (mailboxId: string | undefined) => void };

const MAX_SHOWN = 50;

/** Chooses one mailbox by a search on the server. */
export function MailboxFilter({ chosen, onChange }: MailboxFilterProps) {
  const tenantId = useTenantId();
  const [typed, setTyped] = useState('');
  const one = useQuery({
    ...apiQuery(getMailbox, { params: { tenantId, mailboxId: chosen ?? '' } }),
    enabled: chosen !== undefined,
  });
  const chosenLabel = one.data && `${one.data.number} ${one.data.name}`;
  const found = useQuery({
    ...apiQuery(listMailboxes, {
      params: { tenantId },
      query: { search: typed === chosenLabel ? '' : typed.trim(), limit: MAX_SHOWN },
    }),
    placeholderData: keepPreviousData,
  });
  const others = found.data?.items.filter(({ id }) => id !== chosen) ?? [];
  const options = [...(chosen && one.data ? [one.data] : []), ...others].map(({ id, number, name }) => ({
    value: id,
    label: `${number} ${name}`,
  }));
  return (
    <SelectField
      name="Mailbox"
      placeholder="All mailboxes"
      options={options}
      searching={isSearching(found)}
      value={chosen ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onSearch={setTyped}
      searchable
      clearable
      emptyText="No such mailbox"
    />
  );
}
