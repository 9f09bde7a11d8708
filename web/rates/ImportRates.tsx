import { useEffect, useState } from 'react';
import { isDay, startOfDay } from '../../src/platform/time/zoned-days.ts';
import type { RateImport } from '../../src/rates/import-contract.ts';
import { DayField } from '../kit/inputs/DayField.tsx';
import { PreviewButton } from '../kit/lists/CsvImportActions.tsx';
import { CsvSource } from '../kit/lists/CsvSource.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { localZone } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { plural } from '../ui/plural.ts';
import { Progress } from '../ui/Progress.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import {
  type ImportActs,
  isRunning,
  useRateImportActs,
  useRateImports,
  useWholesaleImportActs,
} from './rates-import.ts';
import { RatesPreviewList } from './RatesPreviewList.tsx';

/** The table that rates are imported into. */
type ImportTarget = { id: string; name: string; currency: string };

/** Imports rates into a partner's rate table. */
export function ImportRates({ table, onClose }: { table: ImportTarget; onClose: () => void }) {
  return <ImportDialog table={table} acts={useRateImportActs(table.id)} onClose={onClose} />;
}

type WholesaleProps = { partnerId: string; table: ImportTarget; onClose: () => void };

/** Imports rates into the operator's wholesale table for a partner. */
export function ImportWholesaleRates({ partnerId, table, onClose }: WholesaleProps) {
  const acts = useWholesaleImportActs({ partnerId, wholesaleTableId: table.id });
  return <ImportDialog table={table} acts={acts} onClose={onClose} />;
}

type DialogProps = { table: ImportTarget; acts: ImportActs; onClose: () => void };

/**
 * Imports all rates of a table from a CSV file, which is read in the background. After a preview, either all of it is imported or nothing. The dialog
 * can be closed and opened again meanwhile.
 */
function ImportDialog({ table, acts, onClose }: DialogProps) {
  const [csv, setCsv] = useState('');
  const [day, setDay] = useState('');
  // the upload before the text was changed
  const [left, setLeft] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const { items = [], error } = useRateImports(acts.imports);
  const shown = items.find(({ id, state }) => id !== left && state !== 'done');
  const written = items.find(({ id, state }) => id === confirmed && state === 'done');
  useEffect(() => {
    if (!written) return;
    const { added = 0, changed = 0 } = written.preview ?? {};
    toast.success(`${plural(changed, NOUNS.rate)} changed.`, `${plural(added, NOUNS.rate)} added`);
    onClose();
  }, [written, onClose]);
  const zone = localZone();
  const leave = (): void => {
    acts.reset();
    if (shown) setLeft(shown.id);
  };
  const preview = async (): Promise<void> => {
    if (left !== null) await acts.cancel(left).catch(() => {});
    await acts.upload(csv, isDay(day) ? startOfDay(day, zone) : undefined).catch(() => {});
  };
  const confirm = async (id: string): Promise<void> => {
    const confirming = await acts.confirm(id).catch(() => null);
    if (confirming) setConfirmed(id);
  };
  /** Closing cancels a waiting import. One that is reading or writing continues. */
  const close = async (): Promise<void> => {
    const unwanted = [left, shown && !isRunning(shown) ? shown.id : null].filter((id) => id !== null);
    for (const id of unwanted) await acts.cancel(id).catch(() => {});
    onClose();
  };
  const running = shown !== undefined && isRunning(shown);
  const hasSource = !running && (shown === undefined || csv !== '');
  return (
    <Dialog title={`Import rates into ${table.name}`} onClose={onClose} busy={acts.isPending} size="large" keepOpen>
      <ErrorNotice error={acts.error ?? error} />
      {hasSource && (
        <>
          <CsvSource
            value={csv}
            onChange={(text) => {
              setCsv(text);
              leave();
            }}
            description={`The first row names the columns: Prefix, Destination, Per minute, Increments (such as 60/60), and if you need them Setup and Minimum. Amounts are in ${table.currency}, with a decimal point. The file replaces all rates of the table.`}
          />
          <DayField
            label={`Valid from midnight, ${zone} (leave blank to start now)`}
            value={day}
            onChange={(typed) => {
              setDay(typed);
              leave();
            }}
          />
        </>
      )}
      {shown && <ShownImport shown={shown} table={table} />}
      <DialogActions>
        {shown && !hasSource && (
          <Button busy={acts.isPending} onClick={() => void acts.cancel(shown.id).catch(() => {})}>
            {running ? 'Cancel import' : 'Use another file'}
          </Button>
        )}
        <Button onClick={() => void close()}>{running ? 'Close' : 'Cancel'}</Button>
        <NextStep shown={shown} csv={csv} busy={acts.isPending} onPreview={preview} onConfirm={confirm} />
      </DialogActions>
    </Dialog>
  );
}

type NextProps = {
  shown: RateImport | undefined;
  csv: string;
  busy: boolean;
  onPreview: () => Promise<void>;
  onConfirm: (id: string) => Promise<void>;
};

function NextStep({ shown, csv, busy, onPreview, onConfirm }: NextProps) {
  if (!shown) return <PreviewButton csv={csv} busy={busy} onClick={() => void onPreview()} />;
  if (shown.state === 'reading' || !shown.preview) return null;
  const { added, changed, same } = shown.preview;
  return (
    <Button
      kind="primary"
      busy={busy || shown.state === 'writing'}
      disabledReason={shown.state === 'refused' ? 'Fix the rows listed above first.' : null}
      onClick={() => void onConfirm(shown.id)}
    >
      Import {plural(added + changed + same, NOUNS.rate)}
    </Button>
  );
}

function ShownImport({ shown, table }: { shown: RateImport; table: ImportTarget }) {
  return (
    <>
      {shown.validFrom && (
        <p>
          These rates take effect on <Time at={shown.validFrom} withClock />.
        </p>
      )}
      {isRunning(shown) && (
        <>
          <Progress
            done={shown.done}
            of={Math.max(shown.of, shown.done)}
            label={shown.state === 'reading' ? 'Rows read' : 'Rates written'}
          />
          <p>
            {shown.state === 'reading'
              ? 'The file is being read. You can close this window and come back later.'
              : 'The rates are being written. They take effect together, once all of them are written. You can close this window.'}
          </p>
        </>
      )}
      {shown.problem && (
        <Notice tone="error" alert>
          {shown.problem}
        </Notice>
      )}
      {shown.preview && shown.state !== 'writing' && (
        <RatesPreviewList read={shown.preview} currency={table.currency} />
      )}
    </>
  );
}
