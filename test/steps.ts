import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

export type Step = { name: string; command: string[]; env?: Record<string, string>; report?: string };

const root = path.resolve(import.meta.dirname, '..');
const reports = mkdtempSync(path.join(os.tmpdir(), 'strowger-reports-'));

/** A step that runs vitest projects, or their files below `folder`, and reports how many tests passed and failed. */
export function vitest(name: string, projects: string[], env: Record<string, string> = {}, folder?: string): Step {
  const report = path.join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    command: ['node_modules/vitest/vitest.mjs', 'run', ...(folder ? [folder] : []), ...chosen, ...reporters],
    env,
    report,
  };
}

/** The checks that run before the slow tests. */
export const CHECKS: Step[] = [
  { name: 'types of the server', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web', command: ['node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--quiet'] },
  { name: 'format', command: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  {
    name: 'openapi.json by Redocly',
    command: ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi.json'],
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  },
  {
    name: 'openapi.json by Spectral',
    command: ['node_modules/@stoplight/spectral-cli/dist/index.js', 'lint', 'openapi.json', '--fail-severity=warn'],
  },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  vitest('unit tests', ['unit']),
];

/** Runs all steps in order, even if one fails, and then prints the failed tests and the totals. Returns the exit code. */
export async function runSteps(steps: Step[]): Promise<number> {
  const failed: string[] = [];
  let passedTests = 0;
  let failedTests = 0;
  for (const step of steps) {
    const begun = Date.now();
    console.log(`\n── ${step.name}`);
    const code = await run(step);
    const tests = step.report ? readReport(step.report) : { passed: code === 0 ? 1 : 0, failures: [] };
    passedTests += tests.passed;
    if (code !== 0) {
      failed.push(`${step.name}:`, ...tests.failures);
      // a runner that fails without a failed test (a crash, no test found) is a failure, too
      failedTests += Math.max(1, tests.failures.length);
    }
    console.log(`── ${step.name}: ${code === 0 ? 'good' : 'FAILED'} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  }
  rmSync(reports, { recursive: true, force: true });
  console.log(failed.length === 0 ? '\nAll good.' : `\nFailed:\n${failed.join('\n')}`);
  console.log(`${passedTests} passed, ${failedTests} failed`);
  return failed.length === 0 ? 0 : 1;
}

function run({ command, env }: Step): Promise<number> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** The report of a vitest run. A file that failed before its tests has none, so its own message counts as one. */
const Report = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** How many tests passed, and a text for each that failed: file, test and message. */
function readReport(file: string): { passed: number; failures: string[] } {
  if (!existsSync(file)) return { passed: 0, failures: [] };
  const { numPassedTests, testResults } = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const place = path.relative(root, name);
    const inTests = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `  ${place}: ${fullName}\n    ${brief(failureMessages.join('\n'))}`);
    return message && inTests.length === 0 ? [`  ${place}\n    ${brief(message)}`] : inTests;
  });
  return { passed: numPassedTests, failures };
}

/** The first lines of a message, without the frames of libraries. */
const brief = (message: string): string =>
  message
    .split('\n')
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .slice(0, 8)
    .join('\n    ');
