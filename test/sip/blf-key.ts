import { until } from '../until.ts';
import { callerDialog } from './dialog.ts';
import type { SipMessage } from './message.ts';
import type { RawPhone } from './raw-phone.ts';

/** A BLF key, which shows another extension's calls (RFC 4235) or presence (RFC 3856). */
export type BlfKey = {
  /** the final status of the SUBSCRIBE */
  readonly status: number;
  /** the last body */
  body(): string;
  /** whether the server has ended the subscription */
  hasEnded(): boolean;
  /** Waits for a state: `early` is ringing, `confirmed` a call, `terminated` neither. */
  shows(state: string, withinMs?: number): Promise<unknown>;
  /** For a presence key: waits until the extension is available (`open`) or not. */
  isPresent(basic: 'open' | 'closed', withinMs?: number): Promise<unknown>;
  /** Subscribes again in the same dialog, as phones do. Returns the final status. */
  renew(): Promise<number>;
};

const BODIES = { dialog: 'application/dialog-info+xml', presence: 'application/pidf+xml' };

/** Subscribes to an extension, and answers every NOTIFY. */
export async function watchExtension(
  phone: RawPhone,
  number: string,
  event: keyof typeof BODIES = 'dialog',
): Promise<BlfKey> {
  const uri = `sip:${number}@${phone.server.host}:${phone.server.port}`;
  const from = `<sip:${phone.sipUsername}@${phone.server.host}>;tag=${Math.random().toString(36).slice(2)}`;
  const headers = [`Event: ${event}`, `Accept: ${BODIES[event]}`, 'Expires: 600'];
  const first = { method: 'SUBSCRIBE', uri, from, headers: [`Contact: ${phone.contact}`, ...headers] };
  const response = await phone.askSigned(first);
  const dialog = callerDialog(from, response);
  let state: string | undefined;
  let last: SipMessage | undefined;
  if (response.status === 200) void answerAll();

  async function answerAll(): Promise<void> {
    for (;;) {
      const isOurs = (message: SipMessage) => message.method === 'NOTIFY' && message.callId === response.callId;
      const notify = await phone.next('NOTIFY', isOurs, 600_000).catch(() => null);
      if (!notify) return;
      phone.respond(notify, 200, 'OK');
      last = notify;
      state = /<state>(\w+)<\/state>/.exec(notify.body)?.[1] ?? state;
    }
  }
  return {
    status: response.status ?? 0,
    body: () => last?.body ?? '',
    hasEnded: () => (last?.header('Subscription-State') ?? '').startsWith('terminated'),
    shows: (wanted, withinMs) => until(`the key of ${number} to show ${wanted}`, () => state === wanted, withinMs),
    isPresent: (basic, withinMs) =>
      until(`${number} to be ${basic}`, () => /<basic>(\w+)<\/basic>/.exec(last?.body ?? '')?.[1] === basic, withinMs),
    renew: async () => (await phone.within(dialog, 'SUBSCRIBE', { headers })).status ?? 0,
  };
}
