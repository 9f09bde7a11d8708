import type { DidsImported } from '../../src/numbers/contract.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';

/** Rows without a number, and duplicates. */
export function SkippedRows({ skipped }: Pick<DidsImported, 'skipped'>) {
  if (skipped.length === 0) return null;
  const items = skipped.map(({ line, number, message }) => ({
    id: `${line} ${number}`,
    name: `Line ${line.toLocaleString()}${number && `: ${number}`}`,
    tone: 'amber' as const,
    text: message,
  }));
  return <NamedList label="Skipped rows" items={items} />;
}
