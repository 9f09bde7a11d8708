import { expect, test } from 'vitest';
import { writeHints } from './hints.ts';

const extension = (sipUsername: string) => ({
  id: `id of ${sipUsername}`,
  tenantId: `tenant ${sipUsername.split('-')[0]}`,
  number: sipUsername.split('-')[1] ?? '',
  sipUsername,
});

test('each tenant has its own context with hints for its extensions and the parking slots', () => {
  const text = writeHints([extension('acme-101'), extension('beta-101'), extension('beta-720')]);
  expect(text.split('\n').filter(Boolean)).toEqual([
    '[hints-acme]',
    'exten => 101,hint,Stasis:id of acme-101',
    'exten => _70[1-9],hint,Stasis:tenant acme-${EXTEN}',
    'exten => _71X,hint,Stasis:tenant acme-${EXTEN}',
    'exten => 720,hint,Stasis:tenant acme-${EXTEN}',
    '[hints-beta]',
    'exten => 101,hint,Stasis:id of beta-101',
    'exten => 720,hint,Stasis:id of beta-720',
    'exten => _70[1-9],hint,Stasis:tenant beta-${EXTEN}',
    'exten => _71X,hint,Stasis:tenant beta-${EXTEN}',
  ]);
});
