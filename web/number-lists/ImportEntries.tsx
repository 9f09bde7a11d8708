import type { EntriesImported, NumberList } from '../../src/number-lists/contract.ts';
import { importNumberListEntries } from '../../src/number-lists/endpoints.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { useCsvImport } from '../kit/lists/csv-import.ts';
import { CsvImportActions, ImportedDialog } from '../kit/lists/CsvImportActions.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { asksForColumn, ColumnQuestion, readingOf } from '../kit/lists/NumberColumns.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { effectsOf } from './import-effects.ts';

const MAX_SHOWN = 100;

/** Imports numbers from a CSV file. A preview shows the result; then all valid rows are imported together. */
export default function ImportEntries({ list, onClose }: { list: NumberList; onClose: () => void }) {
  const params = { tenantId: useTenantId(), numberListId: list.id };
  const csv = useCsvImport(
    importNumberListEntries,
    (body, query) => ({ params, query, body }),
    ({ added, refused }) => {
      toast.success('They apply to the next call.', `${plural(added, NOUNS.number)} added`);
      if (refused.length === 0) onClose();
    },
  );
  const { preview: read, imported, column } = csv;
  const title = `Import numbers into ${list.name}`;
  if (imported)
    return (
      <ImportedDialog title={title} onAgain={() => csv.setText('')} onClose={onClose}>
        <EffectList label="What was imported" effects={effectsOf(imported)} />
        <Rejected rows={imported.refused} />
      </ImportedDialog>
    );
  const asks = read !== undefined && asksForColumn(read.columns);
  const count = read ? read.added + read.changed : 0;
  return (
    <Dialog title={title} onClose={onClose} busy={csv.importing} size="large" keepOpen>
      <ErrorNotice error={csv.error} />
      <CsvSource
        value={csv.csv}
        onChange={csv.setText}
        description="One number in each row, and a note if you like. The preview shows which columns hold them. First digits and a *, such as +1212*, stand for every number that begins with them."
      />
      {read && (asks || column !== null) && (
        <ColumnQuestion columns={read.columns} value={column} onChange={csv.choose} />
      )}
      {read && !asks && (
        <EffectList label="What the import will do" effects={[...readingOf(read), ...effectsOf(read)]} />
      )}
      {read && <Rejected rows={read.refused} />}
      <CsvImportActions
        of={csv}
        importLabel={read ? `Import ${plural(count, NOUNS.number)}` : null}
        importDisabledReason={
          asks ? 'Choose the column with the numbers.' : count === 0 ? 'There is nothing to add or change.' : null
        }
      />
    </Dialog>
  );
}

/** The first rows that can't be imported, and what to change in each. */
function Rejected({ rows }: { rows: EntriesImported['refused'] }) {
  if (rows.length === 0) return null;
  const more = rows.length - MAX_SHOWN;
  return (
    <>
      <NamedList
        label="Rejected rows"
        items={rows.slice(0, MAX_SHOWN).map(({ line, text, message }) => ({
          id: String(line),
          name: `Line ${line.toLocaleString()}: ${text}`,
          tone: 'red' as const,
          text: message,
        }))}
      />
      {more > 0 && <p>And {plural(more, NOUNS.row)} more.</p>}
    </>
  );
}
