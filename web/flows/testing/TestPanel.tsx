import { IconX } from '@tabler/icons-react';
import { useTenant } from '../../kit/tenant-context.ts';
import { IconButton } from '../../ui/Button.tsx';
import { NotLoaded } from '../../ui/NotLoaded.tsx';
import { CourseList } from './CourseList.tsx';
import { SavedTests } from './SavedTests.tsx';
import styles from './testing.module.css';
import { TestForm } from './TestForm.tsx';
import type { TestRun } from './use-test-run.ts';

type TestPanelProps = {
  run: TestRun;
  params: { tenantId: string; flowId: string };
  readOnly: boolean;
  onClose: () => void;
};

/** A call that is tried out without a phone: what comes in, how it goes, and the tests that are kept of it. */
export function TestPanel({ run, params, readOnly, onClose }: TestPanelProps) {
  const { timezone } = useTenant();
  return (
    <section className={styles.panel} aria-label="Test run">
      <header className={styles.header}>
        <div>
          <h2>Test run</h2>
          <p>No phone rings, and nothing is counted.</p>
        </div>
        <IconButton small label="Close the test run" icon={<IconX size={16} />} onClick={onClose} />
      </header>
      <TestForm input={run.input} errors={run.errors} zone={timezone} onChange={run.setInput} />
      {run.error ? (
        <NotLoaded error={run.error} again={run.retry} />
      ) : (
        <CourseList course={run.course} flowId={params.flowId} />
      )}
      <SavedTests run={run} params={params} readOnly={readOnly} />
    </section>
  );
}
