import { z } from 'zod';
import { requestAri } from '../ari-request.ts';
import type { VoiceConnection } from '../connection.ts';

/**
 * The modules that convert the codecs phones may offer (`allow` in migrations/functions/asterisk.sql) to µ-law and
 * A-law, which every carrier supports. Without them, a phone that offers only such a codec is not heard, not even by
 * 911.
 */
export const TRANSLATORS: Readonly<Record<string, { name: string; needs: readonly string[] }>> = {
  g722: { name: 'G.722', needs: ['codec_g722.so'] },
  opus: { name: 'Opus', needs: ['codec_opus_open_source.so', 'codec_resample.so'] },
  speex: { name: 'Speex', needs: ['codec_speex.so'] },
  speex16: { name: 'wideband Speex', needs: ['codec_speex.so', 'codec_resample.so'] },
  speex32: { name: 'ultra-wideband Speex', needs: ['codec_speex.so', 'codec_resample.so'] },
  g726: { name: 'G.726', needs: ['codec_g726.so'] },
  g726aal2: { name: 'G.726 (AAL2)', needs: ['codec_g726.so'] },
  gsm: { name: 'GSM', needs: ['codec_gsm.so'] },
};

/** The codecs that Asterisk can't convert with these modules, and the missing modules. Null if none is missing. */
export function findUntranslatable(running: ReadonlySet<string>): { codecs: string[]; modules: string[] } | null {
  const lacking = Object.values(TRANSLATORS).filter(({ needs }) => !needs.every((module) => running.has(module)));
  if (lacking.length === 0) return null;
  const modules = new Set(lacking.flatMap(({ needs }) => needs.filter((module) => !running.has(module))));
  return { codecs: lacking.map(({ name }) => name), modules: [...modules] };
}

const Modules = z.array(z.object({ name: z.string(), status: z.string() }));

/** The running modules. A module may be installed but fail to start if a library is missing. */
export async function runningModules(connection: VoiceConnection): Promise<Set<string>> {
  const { body } = await requestAri(connection, 'GET', 'asterisk/modules');
  return new Set(Modules.parse(body).flatMap(({ name, status }) => (status === 'Running' ? [name] : [])));
}
