import { importContacts } from '../../src/address-book/endpoints.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import { useCsvImport } from '../kit/lists/csv-import.ts';
import { CsvImportActions, ImportedDialog } from '../kit/lists/CsvImportActions.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { effectsOf } from './import-effects.ts';
import { ImportedRows } from './ImportedRows.tsx';

/** Imports contacts from a CSV file. A preview shows the result of each row; then all valid rows are imported together. */
export default function ImportContacts({ onClose }: { onClose: () => void }) {
  const { id: tenantId } = useAnyTenant();
  const csv = useCsvImport(
    importContacts,
    (body, { dryRun }) => ({ params: { tenantId }, query: { dryRun }, body }),
    ({ added, changed, refused }) => {
      toast.success(`${plural(changed, NOUNS.contact)} changed.`, `${plural(added, NOUNS.contact)} added`);
      if (refused === 0) onClose();
    },
  );
  const { preview: read, imported } = csv;
  if (imported)
    return (
      <ImportedDialog title="Import contacts" onAgain={() => csv.setText('')} onClose={onClose}>
        <EffectList label="What was imported" effects={effectsOf(imported)} />
        <ImportedRows rows={imported.rows.filter(({ outcome }) => outcome === 'refused')} />
      </ImportedDialog>
    );
  const count = read ? read.added + read.changed : 0;
  return (
    <Dialog title="Import contacts" onClose={onClose} busy={csv.importing} size="large" keepOpen>
      <ErrorNotice error={csv.error} />
      <CsvSource
        value={csv.csv}
        onChange={csv.setText}
        description="The first row names the columns, such as Name, Company, Work, Mobile. Files from Outlook, Google and Excel work as they are."
      />
      {read && <EffectList label="What the import will do" effects={effectsOf(read)} />}
      {read && <ImportedRows rows={read.rows} />}
      {csv.importing && (
        <p aria-live="polite">
          <progress aria-label="Importing" /> Importing {plural(count, NOUNS.contact)}. Keep this page open.
        </p>
      )}
      <CsvImportActions
        of={csv}
        importLabel={read ? `Import ${plural(count, NOUNS.contact)}` : null}
        importDisabledReason={count === 0 ? 'There is nothing to add or change.' : null}
      />
    </Dialog>
  );
}
