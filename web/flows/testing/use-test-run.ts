import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { TestCall, TestCase, TestFacts } from '../../../src/flows/test-cases/contract.ts';
import { getFlowTestFacts, getFlowTests } from '../../../src/flows/test-cases/endpoints.ts';
import { type Queried, queriedBy } from '../../../src/flows/test-run/queried.ts';
import { endOf, isSameEnd, runTest } from '../../../src/flows/test-run/simulated-world.ts';
import { DEFAULT_HOME } from '../../../src/platform/numbers/e164.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { useTenantHome } from '../../kit/session/tenant-home.ts';
import type { Names } from '../words.ts';
import { type Course, courseOf } from './course.ts';
import { newInput, readInput, type TestInput } from './test-input.ts';

type Params = { tenantId: string; flowId: string };

const factsOf = (params: Params, { at, caller }: TestCall, { scheduleIds, listIds, flowIds }: Queried) => ({
  ...apiQuery(getFlowTestFacts, {
    params,
    query: {
      at,
      caller,
      scheduleIds: scheduleIds.join(),
      listIds: listIds.join(),
      flowIds: flowIds.join(),
    },
  }),
  // show the last run while new facts are loading
  placeholderData: keepPreviousData<TestFacts>,
});

const NONE: readonly TestCase[] = [];
const askerOf = ({ at, caller }: TestCall): string => `${at} ${caller}`;
const dataOf = (queries: readonly { data: TestFacts | undefined }[]) => queries.map(({ data }) => data);

/** Used while the form isn't a valid call. */
const NO_CALL: TestCall = { at: '', caller: '', called: '', presses: [], people: 'answered', variables: null };

/** A saved test, and whether the current draft passes it; null: not known yet. */
export type JudgedTest = { test: TestCase; passed: boolean | null };

/** `open`: tests run only while the panel is open. */
type Setting = { zone: string; open: boolean };

/** A test call in the browser. It runs again after every change of the draft and of the input. */
export function useTestRun(params: Params, content: FlowContent, names: Names, { zone, open }: Setting) {
  const [input, setInput] = useState<TestInput>(() => newInput(Date.now(), zone));
  const home = useTenantHome() ?? DEFAULT_HOME;
  const read = useMemo(() => readInput(input, home), [input, home]);
  const call = 'call' in read ? read.call : null;
  const asked = useMemo(() => queriedBy([content]), [content]);
  const facts = useQuery({ ...factsOf(params, call ?? NO_CALL, asked), enabled: open && call !== null });
  const course = useMemo(
    (): Course | null =>
      open && call && facts.data
        ? courseOf(params.flowId, content, runTest(params.flowId, content, call, facts.data), {
            facts: facts.data,
            names,
          })
        : null,
    [open, call, facts.data, params.flowId, content, names],
  );
  const tests = useQuery({ ...apiQuery(getFlowTests, { params }), enabled: open });
  const cases = (open && tests.data?.cases) || NONE;
  // calls at the same time from the same caller have the same facts
  const calls = useMemo(() => [...new Map(cases.map((test) => [askerOf(test.call), test.call])).values()], [cases]);
  const known = useQueries({ queries: calls.map((one) => factsOf(params, one, asked)), combine: dataOf });
  const judged = useMemo(() => {
    const factsBy = new Map(calls.map((one, index) => [askerOf(one), known[index]]));
    return cases.map((test): JudgedTest => {
      const data = factsBy.get(askerOf(test.call));
      return {
        test,
        passed: data ? isSameEnd(endOf(runTest(params.flowId, content, test.call, data)), test.end) : null,
      };
    });
  }, [cases, calls, known, params.flowId, content]);
  return {
    input,
    setInput,
    call,
    errors: 'errors' in read ? read.errors : {},
    course,
    error: facts.error ?? tests.error,
    retry: () => Promise.all([facts.refetch(), tests.refetch()]),
    tests: tests.data,
    judged,
  };
}

export type TestRun = ReturnType<typeof useTestRun>;
