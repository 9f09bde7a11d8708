import { before } from '../until.ts';

/** A step that hangs is named before its test is over. */
const STEP_MS = 120_000;

/** One step of a journey, which is a test whose parts need each other. The step's name precedes the message of a failure in it. */
export async function step(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await before(work(), STEP_MS, () => 'its end');
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}
