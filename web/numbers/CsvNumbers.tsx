import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { DidsImported as Imported } from '../../src/numbers/contract.ts';
import { api, makeKeys } from '../kit/api.ts';
import type { Outcome } from '../kit/bulk.ts';
import { NamedList } from '../kit/BulkResults.tsx';
import { Button } from '../ui/Button.tsx';
import { DialogActions } from '../ui/Dialog.tsx';
import { TextareaField } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import type { Partly } from './AddNumbers.tsx';
import styles from './csv-numbers.module.css';
import { ColumnQuestion, readingOf, SkippedRows } from './CsvPreview.tsx';
import { EffectList } from '../kit/EffectList.tsx';
import { plural } from '../ui/plural.ts';
import { NOUNS } from '../kit/nouns.ts';

type Refused = Imported['refused'][number];
type CsvProps = { onClose: () => void; onDone: () => void; onPartly: Partly };

const nameOf = ({ line, number }: Refused): string => `Line ${line.toLocaleString()}: ${number}`;
const idOf = ({ line, number }: Refused): string => `${line} ${number}`;

/** Numbers from a CSV file: tried out first, which shows line by line what would be refused, then added. */
export function CsvNumbers({ onClose, onDone, onPartly }: CsvProps) {
  const fileId = useId();
  const [csv, setCsv] = useState('');
  const [column, setColumn] = useState<string | null>(null);
  const [keys] = useState(() => makeKeys());
  const tryOut = useMutation({
    mutationFn: (chosen: string | null) =>
      api.post<Imported>(address({ dryRun: 'true', column: chosen }), { body: { csv } }),
  });
  const add = useMutation({
    mutationFn: () => api.post<Imported>(address({ column }), { body: { csv }, key: keys.keyFor([csv, column]) }),
    onSettled: (_answer, error) => keys.answered(error),
    onSuccess: ({ added, refused }) => {
      onDone();
      if (refused.length > 0)
        return onPartly(
          outcomesOf(added, refused),
          refused.map(({ number }) => number),
        );
      toast.success('You can assign them now.', `${plural(added.length, NOUNS.number)} added`);
      onClose();
    },
  });
  const change = (text: string) => {
    setCsv(text);
    setColumn(null);
    tryOut.reset();
    add.reset();
  };
  const choose = (chosen: string | null) => {
    setColumn(chosen);
    add.reset();
    tryOut.mutate(chosen);
  };
  const tried = tryOut.data;
  const asks = tried?.columns.some(({ use }) => use === 'candidate') ?? false;
  const error = add.error ?? tryOut.error;
  return (
    <>
      {error && (
        <Notice tone="error" alert>
          {error.message}
        </Notice>
      )}
      <div className={styles.file}>
        <label htmlFor={fileId}>File</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => void event.currentTarget.files?.[0]?.text().then(change)}
        />
      </div>
      <TextareaField
        label="Or paste its text"
        rows={5}
        mono
        value={csv}
        onChange={change}
        description="The preview shows which column holds the numbers."
      />
      {tried && (asks || column !== null) && (
        <ColumnQuestion columns={tried.columns} value={column} onChange={choose} />
      )}
      {tried && !asks && <EffectList label="What will be added" effects={effectsOf(tried)} />}
      {tried && tried.refused.length > 0 && (
        <NamedList
          label="Rejected lines"
          items={tried.refused.map((one) => ({ id: idOf(one), name: nameOf(one), tone: 'red', text: one.message }))}
        />
      )}
      {tried && <SkippedRows skipped={tried.skipped} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        {tried ? (
          <Button
            kind="primary"
            busy={add.isPending}
            disabledReason={
              asks
                ? 'Choose the column with the numbers.'
                : tried.added.length === 0
                  ? 'None of these can be added.'
                  : null
            }
            onClick={() => add.mutate()}
          >
            Add {plural(tried.added.length, NOUNS.number)}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={tryOut.isPending}
            disabledReason={csv.trim() ? null : 'Choose a file, or paste its text.'}
            onClick={() => tryOut.mutate(column)}
          >
            Preview
          </Button>
        )}
      </DialogActions>
    </>
  );
}

const address = (query: { dryRun?: string; column: string | null }): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/dids/import?${new URLSearchParams(given).toString()}`;
};

const effectsOf = (imported: Imported) => [...readingOf(imported), ...outcomeOf(imported)];

const outcomeOf = ({ added, refused }: Imported) => [
  ...(refused.length > 0 ? [{ text: `${plural(refused.length, NOUNS.line)} would be rejected.`, grave: true }] : []),
  { text: `${plural(added.length, NOUNS.number)} would be added.`, ...(added.length > 0 && { numbers: added }) },
];

const outcomesOf = (added: string[], refused: Refused[]): Outcome[] => [
  ...refused.map((one): Outcome => ({ id: idOf(one), name: nameOf(one), state: 'refused', text: one.message })),
  ...added.map((number): Outcome => ({ id: number, name: number, state: 'done', text: 'Added' })),
];
