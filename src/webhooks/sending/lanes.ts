import { type Health, HEALTHY, roomFor, type Warning } from '../rules.ts';
import type { DueDelivery } from './sql.ts';

/**
 * The state of sending to a webhook. `newsAt`: when its health is to be stored; null if it is stored. `warned`: the warning mailed to its partner, as
 * far as this process knows.
 */
export type Lane = {
  partnerId: string;
  url: string;
  health: Health;
  newsAt: number | null;
  warned: Warning | null;
  sending: number;
};

/** The lane of a message. The stored health counts for a new lane, and after a user has changed the address or resumed the webhook. */
export function laneOf(lanes: Map<string, Lane>, delivery: DueDelivery): Lane {
  const { webhook_id: id, partner_id: partnerId, url } = delivery;
  const stored = storedHealth(delivery);
  const lane = lanes.get(id) ?? { partnerId, url, health: stored, newsAt: null, warned: null, sending: 0 };
  const isNewAddress = lane.url !== url;
  const isResumed = lane.sending === 0 && lane.health.kind === 'failing' && stored.kind === 'healthy';
  if (isNewAddress || (isResumed && lane.newsAt === null)) Object.assign(lane, { health: stored, newsAt: null });
  lane.url = url;
  lanes.set(id, lane);
  return lane;
}

const storedHealth = ({ failing_since: since, failures, probe_at: probeAt }: DueDelivery): Health =>
  since && probeAt ? { kind: 'failing', failingSince: since.getTime(), failures, probeAt: probeAt.getTime() } : HEALTHY;

/**
 * Whether a lane may send another message. `isFull`: as many are being sent as may be in all. A webhook can always send one, however many of its
 * partner's are being sent.
 */
export function mayBegin(
  lane: Lane,
  { isFull, share, ofPartner }: { isFull: boolean; share: number; ofPartner: number },
  now: number,
): boolean {
  const hasShare = !isFull && (ofPartner < share || lane.sending === 0);
  return hasShare && roomFor(lane.health, lane.sending, now) > 0;
}
