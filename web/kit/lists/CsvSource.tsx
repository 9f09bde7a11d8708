import { useId } from 'react';
import { decodeFile } from '../../../src/platform/values/file-text.ts';
import { useDialogForm } from '../../ui/dialog-state.ts';
import { TextareaField } from '../../ui/fields.tsx';
import { toast } from '../../ui/toast.tsx';
import styles from './csv-source.module.css';

/** More than any import accepts, and as much as a page can show. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

type CsvSourceProps = { value: string; onChange: (text: string) => void; description: string };

/** Chooses a CSV file or accepts pasted text. The dialog around it asks before that is lost. */
export function CsvSource({ value, onChange, description }: CsvSourceProps) {
  const fileId = useId();
  useDialogForm({ busy: false, dirty: value !== '' });
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) toast.error('Choose one of at most 16 MB.', 'This file is too large');
    else onChange(decodeFile(new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <>
      <div className={styles.file}>
        <label htmlFor={fileId}>File</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
      </div>
      <TextareaField
        label="Or paste its text"
        rows={5}
        mono
        value={value}
        onChange={onChange}
        description={description}
      />
    </>
  );
}
