import type { CallFacts } from '../calls/model/call-facts.ts';
import type { Call, Scene } from '../calls/model/call.ts';
import type { Party } from '../calls/model/legs.ts';
import { isProtected } from '../calls/rules.ts';

/** A party of a conversation. `extensionId`: null for an outside number. */
export type Side = { channel: string; extensionId: string | null };

/** A conversation: two parties of a call who can hear each other and may be recorded. */
export type Talk = {
  callId: string;
  tenantId: string;
  facts: Pick<CallFacts, 'direction' | 'from' | 'to' | 'didId'>;
  caller: Side;
  callee: Side;
};

/**
 * The conversation of a call. Null while nobody talks, and for emergency calls, which are never recorded. `partner`:
 * the call that it is joined with.
 */
export function talkOf({ caller: channel, scene }: Call, partner: Call | undefined): Talk | null {
  if (scene.kind !== 'talking' && scene.kind !== 'joined') return null;
  const { facts, party } = scene;
  const callee = scene.kind === 'talking' ? sideOf(scene.leg, scene.callee) : sideOfPartner(scene, partner);
  if (facts.tenantId === null || isProtected(facts) || callee === null) return null;
  const { id: callId, tenantId, direction, from, to, didId } = facts;
  return { callId, tenantId, facts: { direction, from, to, didId }, caller: sideOf(channel, party), callee };
}

/** A flow's last instruction about recording its call. Null if there was none. */
export function flowRecording({ scene }: Call): 'on' | 'off' | null {
  const recording = 'flow' in scene ? scene.flow?.position.recording : undefined;
  return recording === 'on' || recording === 'off' ? recording : null;
}

const sideOf = (channel: string, { extensionId }: Party): Side => ({ channel, extensionId });

/** Of two joined calls, the one with the bridge is recorded. */
function sideOfPartner({ facts, bridge }: Scene<'joined'>, partner: Call | undefined): Side | null {
  return partner?.scene.kind === 'joined' && bridge === facts.id ? sideOf(partner.caller, partner.scene.party) : null;
}

export const channelsOf = ({ caller, callee }: Talk): string[] => [caller.channel, callee.channel];

/** The party whose channel is recorded in both directions: a phone of the tenant. */
export const recordedSide = ({ caller, callee }: Talk): Side => (caller.extensionId === null ? callee : caller);

/** Whether this channel belongs to a phone of the tenant. */
export const isOwnPhone = ({ caller, callee }: Talk, channel: string): boolean =>
  [caller, callee].some((side) => side.channel === channel && side.extensionId !== null);

export const extensionsOf = ({ caller, callee }: Talk): string[] => [
  ...new Set([caller, callee].flatMap(({ extensionId }) => extensionId ?? [])),
];
