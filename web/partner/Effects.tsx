import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { displayNumber } from '../../src/platform/phone.ts';
import type { Preview } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { type Action, effectsOf } from './status.ts';
import styles from './effects.module.css';

export const usePreview = (tenantId: string, action: Action) =>
  useQuery({
    queryKey: ['tenants', 'preview', tenantId, action],
    queryFn: () => api.post<z.infer<typeof Preview>>(`/tenants/${tenantId}/preview`, { body: { action } }),
    staleTime: 0,
    gcTime: 0,
  });

const SHOWN_NUMBERS = 12;

/** What a change of status would do, found by a dry run. */
export function Effects({ tenantId, action }: { tenantId: string; action: Action }) {
  const { data, error, refetch } = usePreview(tenantId, action);
  if (error) {
    return (
      <Notice
        tone="error"
        alert
        title="What this would do could not be found out"
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      >
        {error.message}
      </Notice>
    );
  }
  return (
    <ul className={styles.effects} aria-label="What will happen" aria-busy={!data} aria-live="polite">
      {!data && <li className={styles.looking}>Looking at what this will do…</li>}
      {data &&
        effectsOf(action, data).map(({ text, grave, numbers }) => (
          <li key={text} data-grave={grave || undefined}>
            {text}
            {numbers && (
              <span className={styles.numbers}>
                {numbers
                  .slice(0, SHOWN_NUMBERS)
                  .map((number) => displayNumber(number))
                  .join(', ')}
                {numbers.length > SHOWN_NUMBERS && ` and ${numbers.length - SHOWN_NUMBERS} more`}
              </span>
            )}
          </li>
        ))}
    </ul>
  );
}
