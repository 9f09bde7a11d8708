import { useState } from 'react';
import type { Outcome } from '../kit/lists/bulk.ts';
import { Results } from '../kit/lists/BulkResults.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ChoiceField } from '../ui/fields.tsx';
import { Stack } from '../ui/layout.tsx';
import { CsvNumbers } from './CsvNumbers.tsx';
import type { OnPartlyAdded } from './number-results.ts';
import { TypedNumbers } from './TypedNumbers.tsx';

const WAYS = [
  { value: 'typed', label: 'Type or paste', hint: 'Numbers and ranges.' },
  { value: 'csv', label: 'CSV file', hint: 'Previewed before import.' },
] as const;

export default function AddNumbers({ onClose }: { onClose: () => void }) {
  const [way, setWay] = useState<string>('typed');
  const [typed, setTyped] = useState('');
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const partly: OnPartlyAdded = (results, refused) => {
    setOutcomes(results);
    setTyped(refused.join('\n'));
  };
  if (outcomes) {
    const correct = () => {
      setWay('typed');
      setOutcomes(null);
    };
    return <Results title="Add numbers" outcomes={outcomes} onClose={onClose} onCorrect={correct} />;
  }
  const ends = { onClose, onPartly: partly };
  return (
    <Dialog title="Add numbers" onClose={onClose} keepOpen>
      <ChoiceField name="way" label="Source" value={way} onChange={setWay} options={WAYS} />
      {/* both stay, so that each has its input after a look at the other */}
      <div hidden={way !== 'typed'}>
        <TypedNumbers initially={typed} {...ends} />
      </div>
      <div hidden={way !== 'csv'}>
        <Stack>
          <CsvNumbers {...ends} />
        </Stack>
      </div>
    </Dialog>
  );
}
