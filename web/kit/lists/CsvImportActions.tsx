import { Button } from '../../ui/Button.tsx';
import { CancelButton, DialogActions } from '../../ui/Dialog.tsx';

type CsvImportActionsProps = {
  csv: string;
  /** The label of the second button, such as “Import 3 contacts”; null until there is a preview. */
  importLabel: string | null;
  importDisabledReason: string | null;
  previewing: boolean;
  importing: boolean;
  onPreview: () => void;
  onImport: () => void;
};

/** The buttons of a dialog that imports a CSV file: first its preview, then the import. */
export function CsvImportActions(props: CsvImportActionsProps) {
  const { csv, importLabel, importDisabledReason, previewing, importing, onPreview, onImport } = props;
  return (
    <DialogActions>
      <CancelButton />
      {importLabel === null ? (
        <Button
          kind="primary"
          busy={previewing}
          disabledReason={csv.trim() ? null : 'Choose a file, or paste its text.'}
          onClick={onPreview}
        >
          Preview
        </Button>
      ) : (
        <Button kind="primary" busy={importing} disabledReason={importDisabledReason} onClick={onImport}>
          {importLabel}
        </Button>
      )}
    </DialogActions>
  );
}
