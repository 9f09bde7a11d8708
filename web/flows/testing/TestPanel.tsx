import { useTenant } from '../../kit/tenant-context.ts';
import { NotLoaded } from '../../ui/NotLoaded.tsx';
import { CourseList } from './CourseList.tsx';
import { SavedTests } from './SavedTests.tsx';
import { TestForm } from './TestForm.tsx';
import type { TestRun } from './use-test-run.ts';
import { ToolPanel } from '../ToolPanel.tsx';

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
    <ToolPanel title="Test run" hint="No phone rings, and nothing is counted." onClose={onClose}>
      <TestForm input={run.input} errors={run.errors} zone={timezone} onChange={run.setInput} />
      {run.error ? (
        <NotLoaded error={run.error} again={run.retry} />
      ) : (
        <CourseList course={run.course} flowId={params.flowId} />
      )}
      <SavedTests run={run} params={params} readOnly={readOnly} />
    </ToolPanel>
  );
}
