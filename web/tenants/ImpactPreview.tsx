import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Preview } from '../../src/tenants/contract.ts';
import { api } from '../kit/api.ts';
import { Button } from '../ui/Button.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { type Action, type Effect, effectsOf } from './status.ts';
import styles from './impact-preview.module.css';

export type TenantPreview = z.infer<typeof Preview>;

export const askPreview = (tenantId: string, action: Action, signal?: AbortSignal) =>
  api.post<TenantPreview>(`/tenants/${tenantId}/preview`, { body: { action }, signal });

export const usePreview = (tenantId: string, action: Action) =>
  useQuery({
    queryKey: ['tenants', 'preview', tenantId, action],
    queryFn: ({ signal }) => askPreview(tenantId, action, signal),
    staleTime: 0,
    gcTime: 0,
  });

const SHOWN_NUMBERS = 12;

/** What a change of status would do, found by a dry run. */
export function ImpactPreview({ tenantId, action }: { tenantId: string; action: Action }) {
  const { data, error, refetch } = usePreview(tenantId, action);
  if (error) {
    return <NotLoaded title="Couldn’t load the preview" error={error} again={refetch} />;
  }
  return <EffectList label="What will happen" effects={data && effectsOf(action, data)} />;
}

/** What will happen, or what did; undefined while it is not known yet. */
export function EffectList({ label, effects }: { label: string; effects: Effect[] | undefined }) {
  return (
    <ul className={styles.effects} aria-label={label} aria-busy={!effects} aria-live="polite">
      {!effects && <li className={styles.looking}>Loading the preview…</li>}
      {effects?.map(({ text, grave, numbers }) => (
        <li key={text} data-grave={grave || undefined}>
          {text}
          {numbers && <Numbers numbers={numbers} />}
        </li>
      ))}
    </ul>
  );
}

function Numbers({ numbers }: { numbers: string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? numbers : numbers.slice(0, SHOWN_NUMBERS);
  return (
    <span className={styles.numbers}>
      {shown.map((number) => displayNumber(number)).join(', ')}{' '}
      {shown.length < numbers.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          Show all {numbers.length}
        </Button>
      )}
    </span>
  );
}
