import { useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { plural, type PluralForms } from '../../ui/plural.ts';
import { SelectionBar } from '../../ui/SelectionBar.tsx';
import { toast } from '../../ui/toast.tsx';
import { refresh } from '../session/changes.ts';
import { type BulkAction, type Outcome, settled, useBulk } from './bulk.ts';
import { BulkResults, Results } from './BulkResults.tsx';

/** Texts of a bulk action: `{ title: 'Suspend tenants', verb: 'Suspend', going: 'Suspending', noun: NOUNS.tenant }`. */
export type BulkWords = { title: string; verb: string; going: string; noun: PluralForms };

/** Runs one bulk action at a time, and stores whether its progress or results are open. `onDone` gets the ids that weren't refused. */
export function useBulkWork(onDone: (ids: string[]) => void) {
  const client = useQueryClient();
  const { run, begin, forget } = useBulk();
  const [isOpen, setOpen] = useState(false);
  const seen = useRef(false);
  useEffect(() => {
    seen.current = isOpen;
  }, [isOpen]);
  return {
    run,
    isOpen,
    open: () => setOpen(true),
    close: () => {
      setOpen(false);
      if (run?.over) forget();
    },
    start: async <Item extends { id: string; name: string }>(
      words: BulkWords,
      items: readonly Item[],
      action: BulkAction<Item>,
    ) => {
      setOpen(true);
      const outcomes = await begin(items, action);
      onDone(outcomes.filter(({ state }) => state !== 'refused').map(({ id }) => id));
      if (!seen.current) report(words, outcomes);
      await refresh(client);
    },
  };
}

type BulkWorkProps = {
  of: ReturnType<typeof useBulkWork>;
  words: BulkWords;
  /** Shown while no action runs. */
  children: ReactNode;
};

/** Shows the progress and results of a bulk action, even if the selection changes meanwhile. */
export function BulkWork({ of: { run, isOpen, open, close }, words, children }: BulkWorkProps) {
  const running = run !== null && !run.over;
  const leaving = useBlocker({
    // another page of the list doesn't leave the page
    shouldBlockFn: ({ current, next }) => running && current.pathname !== next.pathname,
    enableBeforeUnload: running,
    withResolver: true,
  });
  return (
    <>
      {run ? (
        <SelectionBar text={progressWords(words, run)}>
          <Button small onClick={open}>
            {run.over ? 'Show the results' : 'Show the progress'}
          </Button>
        </SelectionBar>
      ) : (
        children
      )}
      {isOpen && running && (
        <Dialog title={words.title} onClose={close} keepOpen>
          <BulkResults outcomes={run.outcomes} />
          <DialogActions>
            <Button onClick={close}>Continue in the background</Button>
          </DialogActions>
        </Dialog>
      )}
      {isOpen && run?.over && <Results title={words.title} outcomes={run.outcomes} onClose={close} />}
      {leaving.status === 'blocked' && (
        <Dialog title="Still in progress" size="small" onClose={leaving.reset}>
          <p>If you leave now you won’t see the results.</p>
          <DialogActions>
            <Button onClick={leaving.proceed}>Leave anyway</Button>
            <Button kind="primary" onClick={leaving.reset}>
              Stay here
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

const refusedOf = (outcomes: readonly Outcome[]): number => outcomes.filter(({ state }) => state === 'refused').length;

function progressWords({ verb, going }: BulkWords, { outcomes, over }: { outcomes: Outcome[]; over: boolean }): string {
  const refused = refusedOf(outcomes);
  const but = refused > 0 ? `, ${refused.toLocaleString()} refused` : '';
  return over
    ? `${verb}: done${but}`
    : `${going}: ${settled(outcomes).toLocaleString()} of ${outcomes.length.toLocaleString()}${but}`;
}

/** For a user who has closed the dialog. */
function report(words: BulkWords, outcomes: Outcome[]): void {
  const refused = refusedOf(outcomes);
  const title = `${words.title}: done`;
  if (refused === 0) toast.success('None failed.', title);
  else toast.error(`${plural(refused, words.noun)} refused.`, title);
}
