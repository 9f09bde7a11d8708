import { describe, expect, test } from 'vitest';
import { effectsOf } from './impact.ts';

const nothing = {
  extensions: 0,
  registeredPhones: 0,
  liveCalls: 0,
  dids: [],
  openPortOrders: 0,
  users: 0,
  lost: [],
  restored: [],
  without911: 0,
};

describe('the effects of a dry run', () => {
  test('start with phones that lose 911', () => {
    const effects = effectsOf('cancel', { ...nothing, extensions: 3, registeredPhones: 2, without911: 2 });
    expect(effects[0]).toEqual({ text: '2 phones will no longer reach 911.', grave: true });
    expect(effects[1]?.text).toBe('3 extensions are deactivated (2 phones are registered).');
  });
  test('don’t mention 911 if no phone is registered', () => {
    expect(effectsOf('cancel', nothing).filter((effect) => effect.text.includes('911'))).toEqual([]);
  });
  test('list released, restored and lost numbers', () => {
    expect(effectsOf('cancel', { ...nothing, dids: ['+12125550101'], lost: ['+12125550101'] })).toContainEqual(
      expect.objectContaining({ numbers: ['+12125550101'] }),
    );
    const back = effectsOf('reactivate', { ...nothing, lost: ['+12125550102'], restored: ['+12125550101'] });
    expect(back[0]).toMatchObject({ numbers: ['+12125550102'], grave: true });
    expect(back[1]).toMatchObject({ numbers: ['+12125550101'], grave: false });
  });
  test('never say that an emergency call ends', () => {
    expect(effectsOf('suspend', { ...nothing, liveCalls: 1 })[0]?.text).toContain('Emergency calls aren’t affected');
  });
});
