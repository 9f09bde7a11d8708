import { type Outcome, settled } from './bulk.ts';
import styles from './bulk-results.module.css';
import { Dot, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';

type Named = { id: string; name: string; tone: Tone; text: string };

/** The result of one of many. */
export function NamedList({ label, items }: { label: string; items: Named[] }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map(({ id, name, tone, text }) => (
        <li key={id}>
          <span className={styles.name}>{name}</span>
          <Dot tone={tone}>
            <span className={styles.text}>{text}</span>
          </Dot>
        </li>
      ))}
    </ul>
  );
}

const TONES: Record<Outcome['state'], Tone> = { waiting: 'grey', done: 'green', refused: 'red', skipped: 'amber' };

/** How far an act on many is, and what became of each. */
export function BulkResults({ outcomes }: { outcomes: Outcome[] }) {
  return (
    <>
      <Progress done={settled(outcomes)} of={outcomes.length} label="Progress" />
      <NamedList label="Results" items={outcomes.map((one) => ({ ...one, tone: TONES[one.state] }))} />
    </>
  );
}

type ResultsProps = {
  title: string;
  outcomes: Outcome[];
  onClose: () => void;
  /** Leads back to what was typed, to put the refused right. */
  onCorrect?: () => void;
};

/** What became of each, after an act on many of which some were refused. */
export function Results({ title, outcomes, onClose, onCorrect }: ResultsProps) {
  return (
    <Dialog title={title} onClose={onClose} keepOpen>
      <BulkResults outcomes={outcomes} />
      <DialogActions>
        {onCorrect && <Button onClick={onCorrect}>Fix rejected rows</Button>}
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
