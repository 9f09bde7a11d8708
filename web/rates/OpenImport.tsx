import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { type ImportsQuery, isRunning, useRateImports, useRefreshOnceWritten } from './rates-import.ts';

const SENTENCES = {
  reading: 'A rates file is being read.',
  refused: 'The uploaded rates file has errors and can’t be imported.',
  ready: 'A rates file is waiting for your confirmation.',
  writing: 'Rates are being imported. They take effect together, once all of them are written.',
} as const;

/** Shows the unfinished import of a table on its page. */
export function OpenImport({ imports, onOpen }: { imports: ImportsQuery; onOpen: () => void }) {
  const { items } = useRateImports(imports);
  useRefreshOnceWritten(items);
  const open = items?.find(({ state }) => state !== 'done');
  if (!open || open.state === 'done') return null;
  const { state, done, of } = open;
  const share = of > 0 && isRunning(open) ? ` ${Math.floor((100 * done) / of)}%` : '';
  return (
    <Notice tone={state === 'refused' ? 'error' : 'info'} action={<Button onClick={onOpen}>Show the import</Button>}>
      {SENTENCES[state]}
      {share}
    </Notice>
  );
}
