import type { RatesPreview } from '../../src/rates/import-contract.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { effectsOf } from './import-effects.ts';

const lineName = (line: number, prefix: string) => `Line ${line.toLocaleString()}: ${prefix}`;

/** The changes of an import. Those that need attention come first. */
export function RatesPreviewList({ read, currency }: { read: RatesPreview; currency: string }) {
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
            text: `${exactAmountLabel(before, currency)} becomes ${exactAmountLabel(after, currency)}`,
          }))}
        />
      )}
      <NamedList
        label="First rows"
        items={read.firstRows.map(({ line, prefix, destination, perMinute, increments, class: named }) => ({
          id: String(line),
          name: lineName(line, `+${prefix} ${destination}`),
          tone: 'grey',
          text: [
            `${exactAmountLabel(perMinute, currency)} a minute`,
            increments,
            ...(named === null ? [] : [chargeClassLabel(named)]),
          ].join(', '),
        }))}
      />
    </>
  );
}
