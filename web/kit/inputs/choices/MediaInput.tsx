import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Media } from '../../../../src/media/contract.ts';
import { getMedia, listMedia } from '../../../../src/media/endpoints.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';
import { SelectInput } from '../../forms/form.tsx';
import { apiQuery } from '../../session/queries.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { isSearching, type SearchedOptions } from './found-options.ts';

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
  const { data: chosen } = useQuery({
    ...apiQuery(getMedia, { params: { tenantId, mediaId: chosenId ?? '' } }),
    enabled: chosenId !== null,
  });
  // the search box also contains the text of the chosen option, which isn't a search
  const search = chosenId !== null && typed === chosen?.name ? '' : typed.trim();
  const found = useQuery({
    ...apiQuery(listMedia, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const heard = (found.data?.items ?? []).filter(({ hash }) => hash !== null);
  const isMissing = chosenId !== null && chosen && !heard.some(({ id }) => id === chosenId);
  return { options: (isMissing ? [chosen, ...heard] : heard).map(optionOf), searching: isSearching(found) };
}

const optionOf = ({ id, name }: Media): SelectOption => ({ value: id, label: name });
