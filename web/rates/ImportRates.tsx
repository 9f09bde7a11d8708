import { useState } from 'react';
import type { RatesImported } from '../../src/rates/import-contract.ts';
import { isDay, startOfDay } from '../../src/platform/values/zoned-days.ts';
import { amountLabel } from '../kit/amount.ts';
import { NamedList } from '../kit/BulkResults.tsx';
import { CsvImportActions } from '../kit/CsvImportActions.tsx';
import { CsvSource } from '../kit/CsvSource.tsx';
import { DayField } from '../kit/DayField.tsx';
import { EffectList } from '../kit/EffectList.tsx';
import { ErrorNotice } from '../kit/ErrorNotice.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { effectsOf } from './import-effects.ts';
import { type ImportTarget, useRatesImport } from './rates-import.ts';

/** All rates of a table from a CSV file: a preview says row by row what would become of it, then all are imported, or none. */
export function ImportRates({ table, onClose }: { table: ImportTarget; onClose: () => void }) {
  const [csv, setCsv] = useState('');
  const [day, setDay] = useState('');
  const preview = useRatesImport(table);
  const run = useRatesImport(table, ({ added, changed }) => {
    toast.success(`${plural(changed, NOUNS.rate)} changed.`, `${plural(added, NOUNS.rate)} added`);
    onClose();
  });
  const again = () => {
    preview.reset();
    run.reset();
  };
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  const from = isDay(day) ? { validFrom: startOfDay(day, zone) } : {};
  const read = preview.data;
  const count = read ? read.added + read.changed + read.same : 0;
  return (
    <Dialog title={`Import rates into ${table.name}`} onClose={onClose} busy={run.isPending} size="large" keepOpen>
      <ErrorNotice error={run.error ?? preview.error} />
      <CsvSource
        value={csv}
        onChange={(text) => {
          setCsv(text);
          again();
        }}
        description={`The first row names the columns: Prefix, Destination, Per minute, Increments (such as 60/60), and if you need them Setup and Minimum. Amounts are in ${table.currency}, with a decimal point. The file replaces all rates of the table.`}
      />
      <DayField
        label={`Valid from midnight, ${zone} (empty: at once)`}
        value={day}
        onChange={(typed) => {
          setDay(typed);
          again();
        }}
      />
      {read && <Preview read={read} currency={table.currency} />}
      {(run.isPending || preview.isPending) && (
        <p aria-live="polite">
          <progress aria-label="Reading" /> A file of 100,000 rows takes some seconds. Keep this page open.
        </p>
      )}
      <CsvImportActions
        csv={csv}
        importLabel={read ? `Import ${plural(count, NOUNS.rate)}` : null}
        importDisabledReason={read && read.refused > 0 ? 'Fix the rows that are named above first.' : null}
        previewing={preview.isPending}
        importing={run.isPending}
        onPreview={() => preview.send({ query: { ...from, dryRun: 'true' }, body: { csv } })}
        onImport={() => run.send({ query: from, body: { csv } })}
        onClose={onClose}
      />
    </Dialog>
  );
}

function Preview({ read, currency }: { read: RatesImported; currency: string }) {
  const lineName = (line: number, prefix: string) => `Line ${line.toLocaleString()}: ${prefix}`;
  return (
    <>
      <EffectList label="What the import will do" effects={effectsOf(read)} />
      {read.refusedRows.length > 0 && (
        <NamedList
          label="Rows to fix"
          items={read.refusedRows.map(({ line, prefix, message }) => ({
            id: String(line),
            name: lineName(line, prefix),
            tone: 'red',
            text: message,
          }))}
        />
      )}
      {read.largestChanges.length > 0 && (
        <NamedList
          label="Largest changes per minute"
          items={read.largestChanges.map(({ prefix, before, after }) => ({
            id: prefix,
            name: `+${prefix}`,
            tone: 'amber',
            text: `${amountLabel(before, currency)} becomes ${amountLabel(after, currency)}`,
          }))}
        />
      )}
      <NamedList
        label="First rows"
        items={read.firstRows.map(({ line, prefix, destination, perMinute, increments }) => ({
          id: String(line),
          name: lineName(line, `+${prefix} ${destination}`),
          tone: 'grey',
          text: `${amountLabel(perMinute, currency)} a minute, ${increments}`,
        }))}
      />
    </>
  );
}
