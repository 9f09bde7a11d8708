import { IconCircleCheck, IconCircleX, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { MAX_TESTS, type TestCase } from '../../../src/flows/test-cases/contract.ts';
import { putFlowTests } from '../../../src/flows/test-cases/endpoints.ts';
import { ApiError } from '../../kit/session/api.ts';
import { useApiMutation } from '../../kit/session/changes.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Row } from '../../ui/layout.tsx';
import { endWords } from './course.ts';
import { inputOf } from './test-input.ts';
import type { JudgedTest, TestRun } from './use-test-run.ts';
import styles from './testing.module.css';

type SavedTestsProps = { run: TestRun; params: { tenantId: string; flowId: string }; readOnly: boolean };

/** The tests that a flow has to pass before it is published, with the current results. */
export function SavedTests({ run, params, readOnly }: SavedTestsProps) {
  const [name, setName] = useState<string | null>(null);
  const save = useApiMutation(putFlowTests, { errorTitle: 'Couldn’t save the tests' });
  const { tests, call, course, judged } = run;
  if (!tests) return null;
  const put = (cases: TestCase[], done?: () => void) =>
    save.mutate(
      { params, body: { cases }, ifMatch: tests.version },
      {
        onSuccess: () => done?.(),
        // another user saved tests: show them without losing the input here
        onError: (error) => error instanceof ApiError && error.status === 412 && void run.retry(),
      },
    );
  const typed = name?.trim() ?? '';
  const add = () =>
    call &&
    course &&
    put([...tests.cases, { id: crypto.randomUUID(), name: typed, call, end: course.end }], () => setName(null));
  return (
    <section className={styles.saved} aria-label="Tests">
      <h3>Tests to pass before publishing</h3>
      {judged.length === 0 && <p className={styles.hint}>None yet. Save a test run that goes as expected.</p>}
      <ul className={styles.tests}>
        {judged.map((one) => (
          <SavedTest
            key={one.test.id}
            of={one}
            readOnly={readOnly}
            onShow={() => run.setInput(inputOf(one.test.call))}
            onDelete={() => put(tests.cases.filter(({ id }) => id !== one.test.id))}
          />
        ))}
      </ul>
      {!readOnly && name === null && (
        <Button small disabledReason={reasonOf(run)} onClick={() => setName('')}>
          Save this run as a test
        </Button>
      )}
      {!readOnly && name !== null && (
        <div className={styles.form}>
          <TextField
            label="Name of the test"
            value={name}
            maxLength={100}
            placeholder="At night"
            description={
              course ? `The call has to go like this again: ${endWords(course.end).toLowerCase()}.` : undefined
            }
            autoFocus
            onChange={setName}
          />
          <Row tight>
            <Button
              small
              kind="primary"
              busy={save.isPending}
              disabledReason={typed === '' ? 'Enter a name.' : reasonOf(run)}
              onClick={add}
            >
              Save test
            </Button>
            <Button small kind="quiet" onClick={() => setName(null)}>
              Cancel
            </Button>
          </Row>
        </div>
      )}
    </section>
  );
}

function reasonOf({ course, tests }: TestRun): string | null {
  if (!course) return 'Run a test call first.';
  return (tests?.cases.length ?? 0) >= MAX_TESTS ? `A flow has at most ${MAX_TESTS} tests.` : null;
}

const STATES = { true: 'passes', false: 'fails', null: 'not run yet' } as const;

type SavedTestProps = { of: JudgedTest; readOnly: boolean; onShow: () => void; onDelete: () => void };

function SavedTest({ of: { test, passed }, readOnly, onShow, onDelete }: SavedTestProps) {
  return (
    <li className={styles.test} data-passed={passed ?? undefined}>
      {passed === false ? <IconCircleX size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />}
      <button type="button" className={styles.jump} onClick={onShow}>
        {test.name}
      </button>
      <span className={styles.state}>{STATES[`${passed}`]}</span>
      {!readOnly && (
        <IconButton small label={`Delete ${test.name}`} icon={<IconTrash size={15} />} onClick={onDelete} />
      )}
    </li>
  );
}
