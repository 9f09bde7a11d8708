import type { NumberColumn } from '../../../src/platform/values/number-columns.ts';
import { plural } from '../../ui/plural.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import type { Effect } from '../acts/effects.ts';
import { NOUNS } from '../words/nouns.ts';

const columnName = ({ column, name }: NumberColumn): string => name ?? `Column ${column}`;

/** What an import reads beside the numbers, by its use. */
const READ: Record<string, string> = { externalId: 'External IDs', note: 'Notes' };

/** Summarizes how the columns of a file were read, so that none is dropped silently. */
export function readingOf({ rows, columns }: { rows: number; columns: readonly NumberColumn[] }): Effect[] {
  const of = (use: string) => columns.filter((one) => one.use === use).map(columnName);
  const numbers = [...of('numbers'), ...of('from'), ...of('to')];
  const ignored = of('ignored');
  return [
    ...(numbers.length > 0 ? [{ text: `${plural(rows, NOUNS.row)} read from ${numbers.join(' and ')}.` }] : []),
    ...Object.entries(READ).flatMap(([use, label]) => {
      const named = of(use);
      return named.length > 0 ? [{ text: `${label} read from ${named.join(' and ')}.` }] : [];
    }),
    ...(ignored.length > 0 ? [{ text: `Not imported: ${ignored.join(', ')}.` }] : []),
  ];
}

/** Whether the file leaves open which of its columns has the numbers. */
export const asksForColumn = (columns: readonly NumberColumn[]): boolean =>
  columns.some(({ use }) => use === 'candidate');

type QuestionProps = {
  columns: readonly NumberColumn[];
  value: string | null;
  onChange: (column: string | null) => void;
};

/** Asks which column contains the numbers, if it isn't clear. */
export function ColumnQuestion({ columns, value, onChange }: QuestionProps) {
  const options = columns
    .filter(({ use }) => !(use in READ) && (use !== 'ignored' || value !== null))
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
