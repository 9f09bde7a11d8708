import { HANG_MS } from '../until.ts';
import { RawPhone, type RawPhoneOptions } from './raw-phone.ts';

/**
 * Registers. Like a real phone, it tries again after a 408, which the edge sends when Asterisk is too busy to respond. Throws on any other refusal.
 */
export async function registerPatiently(sipUsername: string, register: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const status = await register();
    if (status === 200) return;
    if (status !== 408 || performance.now() > deadline)
      throw new Error(`the phone ${sipUsername} cannot register: ${status}`);
  }
}

/** A phone that has registered and whose SIP messages are written by the test. */
export async function openRegisteredRawPhone(options: RawPhoneOptions): Promise<RawPhone> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(await RawPhone.open(options));
  await registerPatiently(options.sipUsername, async () => (await opened.register()).status ?? 0);
  opening.move();
  return opened;
}
