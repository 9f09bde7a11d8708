import { useState } from 'react';
import type { ContactsImported } from '../../src/address-book/import-contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import type { Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';

type Row = ContactsImported['rows'][number];

const MAX_SHOWN = 100;
/** Rows that need attention come first. */
const ORDER: Row['outcome'][] = ['refused', 'changed', 'new', 'same'];
const TONES: Record<Row['outcome'], Tone> = { refused: 'red', changed: 'amber', new: 'green', same: 'grey' };

const numbersOf = (numbers: { number: string }[]): string =>
  numbers.map(({ number }) => displayNumber(number)).join(', ');

function textOf(row: Row): string {
  switch (row.outcome) {
    case 'refused':
      return row.message;
    case 'changed':
      return `Changes ${row.fields.join(', ')}: ${numbersOf(row.numbers)}`;
    case 'new':
      return `New: ${numbersOf(row.numbers)}`;
    case 'same':
      return 'Already here';
  }
}

export function ImportedRows({ rows }: { rows: Row[] }) {
  const [all, setAll] = useState(false);
  const sorted = ORDER.flatMap((outcome) => rows.filter((row) => row.outcome === outcome));
  const shown = all ? sorted : sorted.slice(0, MAX_SHOWN);
  if (rows.length === 0) return null;
  return (
    <>
      <NamedList
        label="Rows"
        items={shown.map((row) => ({
          id: String(row.line),
          name: `Line ${row.line.toLocaleString()}: ${row.name}`,
          tone: TONES[row.outcome],
          text: textOf(row),
        }))}
      />
      {shown.length < sorted.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          Show all {sorted.length.toLocaleString()} rows
        </Button>
      )}
    </>
  );
}
