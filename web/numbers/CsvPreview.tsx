import type { DidsImported } from '../../src/numbers/contract.ts';
import { type Effect } from '../kit/acts/effects.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import { plural } from '../ui/plural.ts';
import { SelectField } from '../ui/SelectField.tsx';

type Column = DidsImported['columns'][number];

export const columnName = ({ column, name }: Column): string => name ?? `Column ${column}`;

/** Summarizes what was read from a file and what was skipped, so that no column or row is dropped silently. */
export function readingOf({ rows, columns, skipped }: DidsImported): Effect[] {
  const of = (use: Column['use']) => columns.filter((one) => one.use === use).map(columnName);
  const numbers = [...of('numbers'), ...of('from'), ...of('to')];
  const ignored = of('ignored');
  const ids = of('externalId');
  return [
    ...(numbers.length > 0 ? [{ text: `${plural(rows, NOUNS.row)} read from ${numbers.join(' and ')}.` }] : []),
    ...(ids.length > 0 ? [{ text: `External IDs read from ${ids.join(' and ')}.` }] : []),
    ...(ignored.length > 0 ? [{ text: `Not imported: ${ignored.join(', ')}.` }] : []),
    ...(skipped.length > 0 ? [{ text: `${plural(skipped.length, NOUNS.row)} skipped.` }] : []),
  ];
}

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

type QuestionProps = { columns: Column[]; value: string | null; onChange: (column: string | null) => void };

/** Asks which column contains the numbers, if it isn't clear. */
export function ColumnQuestion({ columns, value, onChange }: QuestionProps) {
  const options = columns
    .filter(({ use }) => use !== 'externalId' && (use !== 'ignored' || value !== null))
    .map((one) => ({ value: String(one.column), label: `${columnName(one)} (${plural(one.numbers, NOUNS.number)})` }));
  return (
    <SelectField
      label="Column with the numbers"
      value={value}
      onChange={onChange}
      options={options}
      placeholder="Choose a column"
      description="More than one column could hold the numbers."
    />
  );
}
