import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TRANSLATORS, findUntranslatable } from './translators.ts';

const file = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../../..', name), 'utf8');
const ALL = new Set(Object.values(TRANSLATORS).flatMap(({ needs }) => needs));

test('covers each codec that phones may offer, except the two that every carrier supports', () => {
  const offered = /'all' as disallow, '([^']+)' as allow/.exec(file('migrations/functions/asterisk.sql'))?.[1];
  expect(offered?.split(',').toSorted()).toEqual(['alaw', 'ulaw', ...Object.keys(TRANSLATORS)].toSorted());
});

test('Asterisk’s configuration loads the modules that convert them', () => {
  for (const module of ALL)
    expect(file('asterisk/pbx/modules.conf')).toMatch(new RegExp(`^(load|require) = ${module}$`, 'm'));
});

test('names the codecs that cannot be converted, and the missing modules', () => {
  const without = (...modules: string[]) =>
    findUntranslatable(new Set([...ALL].filter((module) => !modules.includes(module))));
  expect(without()).toBeNull();
  expect(without('codec_opus_open_source.so')).toEqual({ codecs: ['Opus'], modules: ['codec_opus_open_source.so'] });
  expect(without('codec_resample.so', 'codec_speex.so')).toEqual({
    codecs: ['Opus', 'Speex', 'wideband Speex', 'ultra-wideband Speex'],
    modules: ['codec_resample.so', 'codec_speex.so'],
  });
});
