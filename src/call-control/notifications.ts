import { type EndpointCache, EndpointsNotice } from '../asterisk/configuration/endpoint-cache.ts';
import { CallHangUp, TenantStatusNotice } from '../calls/contract.ts';
import { mayHaveCalls } from '../calls/rules.ts';
import { RecordingNotice } from '../recordings/contract.ts';
import { ServiceCallNotice } from '../service-calls/contract.ts';
import { tenantMay } from '../status/rules.ts';
import type { TrunkKeeper } from '../trunks/trunk-keeper.ts';
import { VoicemailsNotice } from '../voicemail/contract.ts';
import type { Lamps } from './lamps/lamps.ts';
import type { PhoneKeys } from './lamps/phone-keys.ts';
import type { HoldMusicLoader } from './music/hold-music.ts';
import type { Recorders } from './recording/recorders.ts';
import type { Calls } from './runner/call-runner.ts';

export type Notified = {
  calls: Pick<Calls, 'send' | 'sendToAll' | 'originate'>;
  trunks: Pick<TrunkKeeper, 'read'>;
  endpoints: EndpointCache;
  lamps: Lamps;
  recorders: Pick<Recorders, 'order' | 'stopTenant'>;
  keys: Pick<PhoneKeys, 'hints' | 'watched'>;
  music: Pick<HoldMusicLoader, 'refresh'>;
};

/** The channels of the database that call control listens to. */
export const NOTIFICATIONS = [
  'tenant_status',
  'call_hangup',
  'call_recording',
  'trunks',
  'endpoints',
  'phones',
  'voicemails',
  'hold_music',
  'service_calls',
] as const;

/**
 * Handles a notification from the database. A reactivated tenant needs nothing here, because its calls are admitted
 * again.
 */
export function handleNotification(
  { calls, trunks, endpoints, lamps, recorders, keys, music }: Notified,
  channel: (typeof NOTIFICATIONS)[number],
  payload: unknown,
): void {
  switch (channel) {
    case 'call_hangup':
      calls.send(CallHangUp.parse(payload).callId, { type: 'hangupOrdered' });
      break;
    case 'call_recording': {
      const { callId, action } = RecordingNotice.parse(payload);
      recorders.order(callId, action);
      break;
    }
    case 'service_calls':
      calls.originate(ServiceCallNotice.parse(payload));
      break;
    case 'endpoints':
      endpoints.forget(EndpointsNotice.parse(payload).endpoints);
      keys.hints.refresh();
      break;
    case 'phones':
      keys.watched.phonesChanged();
      break;
    case 'voicemails':
      lamps.changed(VoicemailsNotice.parse(payload).extensions);
      break;
    case 'hold_music':
      music.refresh();
      break;
    case 'trunks':
      endpoints.forget(null);
      void trunks.read();
      break;
    case 'tenant_status': {
      const { tenantId, status } = TenantStatusNotice.parse(payload);
      if (!mayHaveCalls(status)) calls.sendToAll({ type: 'serviceStopped', tenantId });
      if (!tenantMay(status, 'record')) recorders.stopTenant(tenantId);
      // its phones are no longer in Asterisk's views
      if (!tenantMay(status, 'register')) endpoints.forget(null);
      keys.hints.refresh();
      music.refresh();
    }
  }
}
