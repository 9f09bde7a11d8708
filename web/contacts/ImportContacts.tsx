import { useState } from 'react';
import { importContacts } from '../../src/address-book/endpoints.ts';
import type { ContactsImported } from '../../src/address-book/import-contract.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import { CsvImportActions } from '../kit/lists/CsvImportActions.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useApiMutation } from '../kit/session/changes.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { effectsOf } from './import-effects.ts';
import { ImportedRows } from './ImportedRows.tsx';

/** Imports contacts from a CSV file. A preview shows the result of each row; then all valid rows are imported together. */
export default function ImportContacts({ onClose }: { onClose: () => void }) {
  const { id: tenantId } = useAnyTenant();
  const [csv, setCsv] = useState('');
  const preview = useApiMutation(importContacts, { errors: 'shown' });
  const run = useApiMutation(importContacts, {
    errors: 'shown',
    onSuccess: (imported) => {
      toast.success(
        `${plural(imported.changed, NOUNS.contact)} changed.`,
        `${plural(imported.added, NOUNS.contact)} added`,
      );
      if (imported.refused === 0) onClose();
    },
  });
  const setText = (text: string) => {
    setCsv(text);
    preview.reset();
    run.reset();
  };
  if (run.data) return <Imported imported={run.data} onFix={() => setText('')} onClose={onClose} />;
  const read = preview.data;
  const params = { tenantId };
  const count = read ? read.added + read.changed : 0;
  return (
    <Dialog title="Import contacts" onClose={onClose} busy={run.isPending} size="large" keepOpen>
      <ErrorNotice error={run.error ?? preview.error} />
      <CsvSource
        value={csv}
        onChange={setText}
        description="The first row names the columns, such as Name, Company, Work, Mobile. Files from Outlook, Google and Excel work as they are."
      />
      {read && <EffectList label="What the import will do" effects={effectsOf(read)} />}
      {read && <ImportedRows rows={read.rows} />}
      {run.isPending && (
        <p aria-live="polite">
          <progress aria-label="Importing" /> Importing {plural(count, NOUNS.contact)}. Keep this page open.
        </p>
      )}
      <CsvImportActions
        csv={csv}
        importLabel={read ? `Import ${plural(count, NOUNS.contact)}` : null}
        importDisabledReason={count === 0 ? 'There is nothing to add or change.' : null}
        previewing={preview.isPending}
        importing={run.isPending}
        onPreview={() => preview.mutate({ params, query: { dryRun: 'true' }, body: { csv } })}
        onImport={() => run.mutate({ params, body: { csv } })}
      />
    </Dialog>
  );
}

type ImportedProps = { imported: ContactsImported; onFix: () => void; onClose: () => void };

/** Shown after an import with rejected rows. */
function Imported({ imported, onFix, onClose }: ImportedProps) {
  return (
    <Dialog title="Import contacts" onClose={onClose} size="large" keepOpen>
      <EffectList label="What was imported" effects={effectsOf(imported)} />
      <ImportedRows rows={imported.rows.filter(({ outcome }) => outcome === 'refused')} />
      <DialogActions>
        <Button onClick={onFix}>Import another file</Button>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
