import type { DidsImported as Imported } from '../../src/numbers/contract.ts';
import { importDids } from '../../src/numbers/endpoints.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import type { Outcome } from '../kit/lists/bulk.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { useCsvImport } from '../kit/lists/csv-import.ts';
import { CsvImportActions } from '../kit/lists/CsvImportActions.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { asksForColumn, ColumnQuestion, readingOf } from '../kit/lists/NumberColumns.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import type { OnPartlyAdded } from './number-results.ts';
import { SkippedRows } from './SkippedRows.tsx';

type Refused = Imported['refused'][number];
type CsvProps = { onClose: () => void; onPartly: OnPartlyAdded };

const nameOf = ({ line, number }: Refused): string => `Line ${line.toLocaleString()}: ${number}`;
const idOf = ({ line, number }: Refused): string => `${line} ${number}`;

/** Adds numbers from a CSV file, after a preview of rejected lines. */
export function CsvNumbers({ onClose, onPartly }: CsvProps) {
  const csv = useCsvImport(
    importDids,
    (body, query) => ({ query, body }),
    ({ added, refused }) => {
      if (refused.length > 0)
        return onPartly(
          outcomesOf(added, refused),
          refused.map(({ number }) => number),
        );
      toast.success('You can assign them now.', `${plural(added.length, NOUNS.number)} added`);
      onClose();
    },
  );
  const { preview: read, column } = csv;
  const asks = read !== undefined && asksForColumn(read.columns);
  return (
    <>
      <ErrorNotice error={csv.error} />
      <CsvSource
        value={csv.csv}
        onChange={csv.setText}
        description="The preview shows which column holds the numbers."
      />
      {read && (asks || column !== null) && (
        <ColumnQuestion columns={read.columns} value={column} onChange={csv.choose} />
      )}
      {read && !asks && <EffectList label="What will be added" effects={effectsOf(read)} />}
      {read && read.refused.length > 0 && (
        <NamedList
          label="Rejected lines"
          items={read.refused.map((one) => ({ id: idOf(one), name: nameOf(one), tone: 'red', text: one.message }))}
        />
      )}
      {read && <SkippedRows skipped={read.skipped} />}
      <CsvImportActions
        of={csv}
        importLabel={read ? `Add ${plural(read.added.length, NOUNS.number)}` : null}
        importDisabledReason={
          asks ? 'Choose the column with the numbers.' : read?.added.length === 0 ? 'None of these can be added.' : null
        }
      />
    </>
  );
}

const effectsOf = (imported: Imported) => [...readingOf(imported), ...outcomeOf(imported)];

const outcomeOf = ({ added, refused, skipped }: Imported) => [
  ...(skipped.length > 0 ? [{ text: `${plural(skipped.length, NOUNS.row)} skipped.` }] : []),
  ...(refused.length > 0 ? [{ text: `${plural(refused.length, NOUNS.line)} would be rejected.`, grave: true }] : []),
  { text: `${plural(added.length, NOUNS.number)} would be added.`, ...(added.length > 0 && { numbers: added }) },
  ...(added.length > 0 ? [{ text: 'They cost your tenants nothing until you assign them.' }] : []),
];

const outcomesOf = (added: string[], refused: Refused[]): Outcome[] => [
  ...refused.map((one): Outcome => ({ id: idOf(one), name: nameOf(one), state: 'refused', text: one.message })),
  ...added.map((number): Outcome => ({ id: number, name: number, state: 'done', text: 'Added' })),
];
