import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import type { CsvImport } from './csv-import.ts';

type CsvImportActionsProps = {
  of: CsvImport;
  /** The label of the second button, such as “Import 3 contacts”; null until there is a preview. */
  importLabel: string | null;
  importDisabledReason: string | null;
};

/** The buttons of a dialog that imports a CSV file: first its preview, then the import. */
export function CsvImportActions({ of, importLabel, importDisabledReason }: CsvImportActionsProps) {
  return (
    <DialogActions>
      <CancelButton />
      {importLabel === null ? (
        <PreviewButton csv={of.csv} busy={of.previewing} onClick={of.onPreview} />
      ) : (
        <Button kind="primary" busy={of.importing} disabledReason={importDisabledReason} onClick={of.onImport}>
          {importLabel}
        </Button>
      )}
    </DialogActions>
  );
}

/** Previews the import of a file, once there is one. */
export function PreviewButton({ csv, busy, onClick }: { csv: string; busy: boolean; onClick: () => void }) {
  return (
    <Button
      kind="primary"
      busy={busy}
      disabledReason={csv.trim() ? null : 'Choose a file, or paste its text.'}
      onClick={onClick}
    >
      Preview
    </Button>
  );
}

type ImportedProps = { title: string; onAgain: () => void; onClose: () => void; children: ReactNode };

/** Shown after an import with rejected rows: what was imported, and those rows. */
export function ImportedDialog({ title, onAgain, onClose, children }: ImportedProps) {
  return (
    <Dialog title={title} onClose={onClose} size="large" keepOpen>
      {children}
      <DialogActions>
        <Button onClick={onAgain}>Import another file</Button>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
