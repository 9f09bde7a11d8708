import { expect, test } from 'vitest';
import { writeHints } from './hints.ts';

const extension = (sipUsername: string) => ({
  id: `id of ${sipUsername}`,
  number: sipUsername.split('-')[1] ?? '',
  sipUsername,
});

test('each tenant has a context of its own, and in it a hint for each extension, and no pattern', () => {
  const text = writeHints([extension('acme-101'), extension('beta-101'), extension('beta-102')]);
  expect(text.split('\n').filter(Boolean)).toEqual([
    '[hints-acme]',
    'exten => 101,hint,Stasis:id of acme-101',
    '[hints-beta]',
    'exten => 101,hint,Stasis:id of beta-101',
    'exten => 102,hint,Stasis:id of beta-102',
  ]);
});
