import { Dot, type Tone } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { type Outcome, settled } from './bulk.ts';
import styles from './bulk-results.module.css';

type Named = { id: string; name: string; tone: Tone; text: string };

/** A list of results by name. */
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

/** The progress and the results of a bulk action. */
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
  /** Returns to the form to correct refused items. */
  onCorrect?: () => void;
};

/** The results of a bulk action with refused items. */
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
