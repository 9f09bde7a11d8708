import { md5 } from './digest.ts';
import type { SipMessage } from './message.ts';

/** One side's view of a dialog: enough to send requests in it. */
export interface Dialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly target: string;
  /** Proxies that requests go through, first hop first. */
  readonly routes: readonly string[];
}

/** The caller's dialog, by its From and the response to its INVITE. */
export function callerDialog(from: string, response: SipMessage): Dialog {
  return {
    callId: response.callId,
    local: from,
    remote: response.header('To') ?? '',
    target: addressOf(response.header('Contact') ?? ''),
    routes: response.headers('Record-Route').reverse(),
  };
}

/** The callee's dialog, once it has answered this INVITE. */
export function calleeDialog(invite: SipMessage): Dialog {
  return {
    callId: invite.callId,
    local: `${invite.header('To')};tag=${tagFor(invite.callId)}`,
    remote: invite.header('From') ?? '',
    target: addressOf(invite.header('Contact') ?? ''),
    routes: invite.headers('Record-Route'),
  };
}

/** The tag that a callee adds to its To. */
export const tagFor = (callId: string): string => md5(callId).slice(0, 12);

const addressOf = (contact: string): string => /<([^>]*)>/.exec(contact)?.[1] ?? contact;
