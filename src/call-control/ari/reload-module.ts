import { setTimeout as delay } from 'node:timers/promises';
import type { Request } from './ari.ts';

/** Asterisk's status while it reloads another module. */
const BUSY = 409;
const AGAIN_MS = 50;
const TRIES = 100;

/** Makes Asterisk read a module's configuration again, once it has reloaded any other one. Throws if it doesn't. */
export async function reloadModule(request: Request, module: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { status } = await request('PUT', `asterisk/modules/${module}`);
    if (status < 300) return;
    if (status !== BUSY || tries === TRIES) throw new Error(`Asterisk does not reload ${module}: ${status}`);
    await delay(AGAIN_MS);
  }
}
