import { before } from '../until.ts';

/** Shorter than the limit of a test, so that the name of a hanging step is reported. */
const STEP_MS = 120_000;

/** One step of a test whose parts depend on each other. Its name is added to the message of a failure. */
export async function step(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await before(work(), STEP_MS, () => 'its end');
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}
