import type { Target } from '../../calls/model/decision.ts';
import { SANDBOX_TRUNK } from '../../sandbox/rules.ts';

/** Asterisk's names for what is dialled. Its endpoints are rows of views over extensions and trunks. */
const TECHNOLOGY = 'PJSIP/';
const TRUNK = 'trunk-';
/** The prefix of a phone's second endpoint, which only offers SRTP. */
const ENCRYPTED = 'srtp-';

/**
 * The string that Asterisk dials: a phone by its contact, a number by its trunk. The sandboxes' trunk is a context of
 * the dialplan.
 */
export function dialString(target: Target): string {
  if (target.kind === 'contact')
    return `${TECHNOLOGY}${target.encrypted ? ENCRYPTED : ''}${target.sipUsername}/${target.contact}`;
  if (target.trunkId === SANDBOX_TRUNK) return `Local/${target.number}@sandbox/n`;
  return `${TECHNOLOGY}${target.number}@${TRUNK}${target.trunkId}`;
}

/** The endpoint of a channel. Channels are named `PJSIP/<endpoint>-<8 hex digits>`. */
export const endpointOf = (channelName: string): string =>
  channelName.replace(/^PJSIP\//, '').replace(/-[0-9a-f]{8}$/, '');

export const isEncryptedPhone = (channelName: string): boolean => endpointOf(channelName).startsWith(ENCRYPTED);

/** The trunk id of an endpoint. Null if the endpoint is not a trunk. */
export const trunkIdOf = (endpoint: string): string | null =>
  endpoint.startsWith(TRUNK) ? endpoint.slice(TRUNK.length) : null;
