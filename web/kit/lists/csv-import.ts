import { useState } from 'react';
import type { Endpoint, ResponseOf } from '../../../src/platform/http/endpoint.ts';
import type { CallInput } from '../session/call.ts';
import { useApiMutation } from '../session/changes.ts';

/** `column`: the column with the numbers, if the user had to choose it. */
type CsvQuery = { dryRun?: 'true'; column?: string };

/** What the buttons of an import need of it. */
export type CsvImport = {
  csv: string;
  previewing: boolean;
  importing: boolean;
  onPreview: () => void;
  onImport: () => void;
};

/** An import of a CSV file by an endpoint that also previews it. Another text, or another column, needs another preview. */
export function useCsvImport<E extends Endpoint>(
  endpoint: E,
  inputOf: (body: { csv: string }, query: CsvQuery) => CallInput<E>,
  onImported: (imported: ResponseOf<E>) => void,
) {
  const [csv, setCsv] = useState('');
  const [column, setColumn] = useState<string | null>(null);
  const preview = useApiMutation(endpoint, { errors: 'shown' });
  const run = useApiMutation(endpoint, { errors: 'shown', onSuccess: onImported });
  const queryOf = (chosen: string | null): CsvQuery => (chosen === null ? {} : { column: chosen });
  const look = (chosen: string | null) => preview.mutate(inputOf({ csv }, { dryRun: 'true', ...queryOf(chosen) }));
  return {
    csv,
    column,
    preview: preview.data,
    imported: run.data,
    error: run.error ?? preview.error,
    previewing: preview.isPending,
    importing: run.isPending,
    setText: (text: string): void => {
      setCsv(text);
      setColumn(null);
      preview.reset();
      run.reset();
    },
    choose: (chosen: string | null): void => {
      setColumn(chosen);
      run.reset();
      look(chosen);
    },
    onPreview: () => look(column),
    onImport: () => run.mutate(inputOf({ csv }, queryOf(column))),
  };
}
