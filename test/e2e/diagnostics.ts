import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Product } from './product.ts';

/** Tells a measured time, beside the results of the tests. */
export const printDuration = (what: string, ms: number): void => console.log(`${what}: ${Math.round(ms)} ms`);

/** Prints the last log lines of the product and Asterisk after a failed test. */
export function printLogsIfFailed(task: { result?: { state: string } }, product: Product | undefined): void {
  if (task.result?.state !== 'fail' || !product) return;
  console.error(lastLines(product.program.output(), (line) => !/"status":[234].*"msg":"request"/.test(line)));
  const log = path.join(product.installation.folder, 'log/asterisk.log');
  if (existsSync(log)) console.error(lastLines(readFileSync(log, 'utf8'), (line) => line !== ''));
}

const lastLines = (text: string, tells: (line: string) => boolean): string =>
  text
    .split('\n')
    .filter(tells)
    .slice(-40)
    .map((line) => line.slice(0, 400))
    .join('\n');
