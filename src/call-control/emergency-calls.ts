import { z } from 'zod';
import { requestAri } from '../asterisk/ari-request.ts';
import type { VoiceConnection } from '../asterisk/connection.ts';
import { reservedMeaning } from '../platform/numbers/reserved.ts';
import { AriChannel, noteOf } from './ari/ari-events.ts';

/**
 * Whether an emergency call is in progress, connected by us or by the dialplan. Throws if Asterisk does not list its
 * channels.
 */
export async function hasEmergencyCall(connection: VoiceConnection): Promise<boolean> {
  const { status, body } = await requestAri(connection, 'GET', 'channels');
  if (status !== 200) throw new Error(`Asterisk does not list its channels: ${status}`);
  return z
    .array(AriChannel)
    .parse(body)
    .some((channel) => isByDialplan(channel) || noteOf(channel)?.facts.emergency);
}

/** Its context has emergency calls only, also to numbers of other countries (asterisk/pbx/extensions.conf). */
const isByDialplan = ({ dialplan: { context, exten } }: AriChannel): boolean =>
  context === 'emergency' || reservedMeaning(exten, 'US')?.kind === 'emergency';
