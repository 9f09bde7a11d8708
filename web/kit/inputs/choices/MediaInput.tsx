import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Media } from '../../../../src/media/contract.ts';
import { getMedia, listMedia } from '../../../../src/media/endpoints.ts';
import { SelectInput } from '../../forms/form.tsx';
import { apiQuery } from '../../session/queries.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { type SearchedOptions, useFound } from './found-options.ts';

type MediaInputProps = {
  /** The form's field with the id of a sound, or null. */
  name: string;
  label: string;
  /** Says what is played if no sound is chosen. */
  placeholder: string;
  description: string;
  disabledReason: string | null;
};

/** A field for a sound of the tenant's media library. */
export function MediaInput({ name, ...props }: MediaInputProps) {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<Record<string, string | null>>().watch(name);
  return (
    <SelectInput
      {...props}
      name={name}
      {...useMediaOptions(typed, chosen)}
      searchable
      clearable
      onSearch={setTyped}
      emptyText="No sound found. Add one under Media."
    />
  );
}

const MAX_SHOWN = 50;

/** The playable sounds that match the typed text, always including the chosen one. */
function useMediaOptions(typed: string, chosenId: string | null): SearchedOptions {
  const tenantId = useTenantId();
  const media = {
    one: (mediaId: string) => apiQuery(getMedia, { params: { tenantId, mediaId } }),
    list: (search: string) => apiQuery(listMedia, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    labelOf: ({ name }: Media) => name,
  };
  const { items, searching } = useFound(media, typed, chosenId);
  const playable = items.filter(({ id, hash }) => hash !== null || id === chosenId);
  return { options: playable.map(({ id, name }) => ({ value: id, label: name })), searching };
}
