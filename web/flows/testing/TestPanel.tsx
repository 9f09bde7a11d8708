import { useTenant } from '../../kit/session/tenant-context.ts';
import { LoadError } from '../../ui/LoadError.tsx';
import { ToolPanel } from '../designer/ToolPanel.tsx';
import { CourseList } from './CourseList.tsx';
import { PlayToPhone } from './PlayToPhone.tsx';
import { SavedTests } from './SavedTests.tsx';
import { TestForm } from './TestForm.tsx';
import type { TestRun } from './use-test-run.ts';

type TestPanelProps = {
  run: TestRun;
  params: { tenantId: string; flowId: string };
  readOnly: boolean;
  /** Saves the draft. False if that failed. */
  save: () => Promise<boolean>;
  reason: string | null;
  onClose: () => void;
};

/** A test call without a phone: its input, its path, and the saved tests. */
export function TestPanel({ run, params, readOnly, save, reason, onClose }: TestPanelProps) {
  const { timezone } = useTenant();
  return (
    <ToolPanel title="Test run" hint="Test calls aren’t counted." onClose={onClose}>
      <TestForm input={run.input} errors={run.errors} zone={timezone} onChange={run.setInput} />
      {run.error ? (
        <LoadError error={run.error} again={run.retry} />
      ) : (
        <CourseList course={run.course} flowId={params.flowId} />
      )}
      <SavedTests run={run} params={params} readOnly={readOnly} />
      <PlayToPhone params={params} save={save} disabledReason={reason} />
    </ToolPanel>
  );
}
