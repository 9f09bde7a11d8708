import { useState } from 'react';
import type { DidsImported as Imported } from '../../src/numbers/contract.ts';
import { importDids } from '../../src/numbers/endpoints.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import type { Outcome } from '../kit/lists/bulk.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { asksForColumn, ColumnQuestion, readingOf } from '../kit/lists/NumberColumns.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useApiMutation } from '../kit/session/changes.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, DialogActions } from '../ui/Dialog.tsx';
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
  const [csv, setCsv] = useState('');
  const [column, setColumn] = useState<string | null>(null);
  const preview = useApiMutation(importDids, { errors: 'shown' });
  const add = useApiMutation(importDids, {
    errors: 'shown',
    onSuccess: ({ added, refused }) => {
      if (refused.length > 0)
        return onPartly(
          outcomesOf(added, refused),
          refused.map(({ number }) => number),
        );
      toast.success('You can assign them now.', `${plural(added.length, NOUNS.number)} added`);
      onClose();
    },
  });
  const look = (chosen: string | null) =>
    preview.mutate({ query: { dryRun: 'true', column: chosen ?? undefined }, body: { csv } });
  const setText = (text: string) => {
    setCsv(text);
    setColumn(null);
    preview.reset();
    add.reset();
  };
  const choose = (chosen: string | null) => {
    setColumn(chosen);
    add.reset();
    look(chosen);
  };
  const read = preview.data;
  const asks = read !== undefined && asksForColumn(read.columns);
  return (
    <>
      <ErrorNotice error={add.error ?? preview.error} />
      <CsvSource value={csv} onChange={setText} description="The preview shows which column holds the numbers." />
      {read && (asks || column !== null) && <ColumnQuestion columns={read.columns} value={column} onChange={choose} />}
      {read && !asks && <EffectList label="What will be added" effects={effectsOf(read)} />}
      {read && read.refused.length > 0 && (
        <NamedList
          label="Rejected lines"
          items={read.refused.map((one) => ({ id: idOf(one), name: nameOf(one), tone: 'red', text: one.message }))}
        />
      )}
      {read && <SkippedRows skipped={read.skipped} />}
      <DialogActions>
        <CancelButton />
        {read ? (
          <Button
            kind="primary"
            busy={add.isPending}
            disabledReason={
              asks
                ? 'Choose the column with the numbers.'
                : read.added.length === 0
                  ? 'None of these can be added.'
                  : null
            }
            onClick={() => add.mutate({ query: { column: column ?? undefined }, body: { csv } })}
          >
            Add {plural(read.added.length, NOUNS.number)}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={preview.isPending}
            disabledReason={csv.trim() ? null : 'Choose a file, or paste its text.'}
            onClick={() => look(column)}
          >
            Preview
          </Button>
        )}
      </DialogActions>
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
