import { listenToDatabase } from '../platform/db/listen.ts';
import { openWebClient } from '../platform/http-client/client.ts';
import { accessAsterisk } from './ari/asterisk-access.ts';
import { openAsteriskLink } from './ari/asterisk-link.ts';
import { openEventReader } from './ari/event-reader.ts';
import type { ControlOptions } from './control-options.ts';
import { handleNotification, NOTIFICATIONS } from './notifications.ts';
import { openCalls } from './parts/calls.ts';
import { openPhones } from './parts/phones.ts';
import { openSounds } from './parts/sounds.ts';
import { openTrunks } from './parts/trunks.ts';
import { openRecovery } from './recovery/recovery.ts';
import { openWriters } from './writing/writers.ts';

/** How often everything is compared, in case an event, a notification or a command was lost. */
const COMPARE_MS = 10_000;

/** Controls the calls of the Asterisk on this machine until stopped. The calls themselves survive it. */
export function startControl(options: ControlOptions): { stop(): Promise<void> } {
  const { db, databaseUrl, dataDir, privateAddresses, log } = options;
  const link = openAsteriskLink(dataDir, log);
  const asterisk = accessAsterisk(link, log);
  const web = openWebClient({ privateAddresses });
  const writers = openWriters(db, log);
  const trunks = openTrunks(options, asterisk);
  const phones = openPhones(options, asterisk);
  const { endpoints, keys, lamps } = phones;
  const sounds = openSounds(options, asterisk, writers);
  const { music, recorders } = sounds;
  const calls = openCalls(options, { asterisk, web, writers, trunks, phones, sounds });
  const recovery = openRecovery(options, { asterisk, writers, sounds, calls });
  const events = openEventReader({ recorders, guard: calls.guard, calls: calls.runner }, log);

  link.start({
    onEvent: events.onEvent,
    takeOver() {
      events.connected();
      return recovery.takeOver();
    },
    onConnected() {
      recovery.connected();
      lamps.changed(null);
      trunks.connected();
      music.refresh();
      keys.connected();
    },
  });
  const notified = { calls: calls.runner, trunks, endpoints, lamps, recorders, keys, music };
  const stopListening = listenToDatabase(databaseUrl, NOTIFICATIONS, {
    name: 'calls',
    onNotice: (channel, payload) => handleNotification(notified, channel, payload),
    onConnected() {
      endpoints.forget(null);
      lamps.changed(null);
      keys.hints.refresh();
      keys.watched.phonesChanged();
      music.refresh();
      void trunks.read();
      void recovery.compareWithDatabase();
    },
    log: (err) => log.warn({ err }, 'the database is out of reach'),
  });
  const comparing = setInterval(() => void compareAll(), COMPARE_MS);
  async function compareAll(): Promise<void> {
    if (!link.isOpen()) return;
    await recovery.compareAll();
    keys.watched.refresh();
  }

  return {
    async stop() {
      clearInterval(comparing);
      stopListening();
      trunks.stop();
      phones.stop();
      music.stop();
      calls.paidTime.stop();
      await link.stop();
      await web.close();
      await writers.stop();
    },
  };
}
