import type { Product } from './product.ts';

/** Tells a measured time, beside the results of the tests. */
export const figure = (what: string, ms: number): void => console.log(`${what}: ${Math.round(ms)} ms`);

/** What the product wrote last, beside a test that failed. */
export function tellIfFailed(task: { result?: { state: string } }, product: Product | undefined): void {
  if (task.result?.state !== 'fail' || !product) return;
  const lines = product.program.output().split('\n');
  console.error(
    lines
      .filter((line) => !line.includes('"msg":"request"'))
      .slice(-40)
      .join('\n'),
  );
}
