import { useState } from 'react';
import { useExtensionOptions } from '../kit/inputs/choices/extension-options.ts';
import { DayField } from '../kit/inputs/DayField.tsx';
import { ChipLink } from '../kit/pages/links.tsx';
import { useMay } from '../kit/session/session.ts';
import { ChipRow } from '../ui/controls.tsx';
import { Filters } from '../ui/layout.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { CALL_KINDS, type CallKind, type CallsSearch } from './calls-search.ts';

const KIND_LABELS: Record<CallKind, string> = {
  missed: 'Missed',
  in: 'In',
  out: 'Out',
  internal: 'Internal',
  emergency: 'Emergency',
};

/** The kinds of calls as links, so that each has a URL to bookmark or share. */
export const KindLinks = ({ search }: { search: CallsSearch }) => (
  <ChipRow label="Calls to show">
    {[undefined, ...CALL_KINDS].map((kind) => (
      <ChipLink
        key={kind ?? 'all'}
        to="."
        search={(old: CallsSearch) => ({ ...old, show: kind, cursor: undefined })}
        activeOptions={{ explicitUndefined: true }}
        aria-current={search.show === kind ? 'true' : undefined}
      >
        {kind ? KIND_LABELS[kind] : 'All'}
      </ChipLink>
    ))}
  </ChipRow>
);

type Props = { search: CallsSearch; setFilters: (change: Partial<CallsSearch>, replace?: boolean) => void };

export function CallFilters({ search, setFilters }: Props) {
  const picksExtension = useMay('extensions.read');
  return (
    <Filters>
      <DayField
        label="From"
        value={search.from ?? ''}
        onChange={(day) => setFilters({ from: day || undefined }, true)}
      />
      <DayField label="Until" value={search.to ?? ''} onChange={(day) => setFilters({ to: day || undefined }, true)} />
      {picksExtension && <ExtensionFilter search={search} setFilters={setFilters} />}
    </Filters>
  );
}

function ExtensionFilter({ search, setFilters }: Props) {
  const [typed, setTyped] = useState('');
  return (
    <SelectField
      label="Extension"
      placeholder="All extensions"
      {...useExtensionOptions(typed, search.extensionId ?? null)}
      value={search.extensionId ?? null}
      onChange={(extensionId) => setFilters({ extensionId: extensionId ?? undefined })}
      onSearch={setTyped}
      searchable
      clearable
    />
  );
}
