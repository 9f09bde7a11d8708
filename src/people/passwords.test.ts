import { describe, expect, test } from 'vitest';
import { refuseWeakPassword } from './passwords.ts';

const owner = { email: 'owner.smith@bakery.example', name: 'Olivia Smith', brand: 'Northwind Voice' };
const answer = (password: string) =>
  refuseWeakPassword(password, owner).then(
    () => 'taken',
    (error: { status: number; errors: { path: string }[] }) => `${error.status} ${error.errors[0]?.path}`,
  );

describe('a password', () => {
  test.each([
    'password123',
    'Password123!',
    'P@ssw0rd2026',
    '1234567890',
    '0987654321',
    'qwertyuiop',
    '1qaz2wsx3edc',
    'iloveyou123',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'hunter2hunter2',
    'x'.repeat(200),
    'welcome2026',
    // made of the user's own data
    'owner.smith@bakery.example',
    'OWNER.SMITH@bakery.example',
    'owner.smith',
    'ownersmith1',
    'olivia smith',
    'oliviasmith1',
    'Northwind Voice',
    'northwindvoice1',
    'bakery2026',
    'strowger123',
    'phonesystem1',
  ])('%s is refused', async (password) => expect(await answer(password)).toBe('422 password'));

  test.each([
    'correct horse battery',
    'a password of my own',
    'another password',
    'kq7f-xw2m-9hjd-cp4t',
    'Blue#guitar-lamp',
    'gänseblümchen im regen',
    '馬鈴薯の皮をむく時間です',
  ])('%s is taken', async (password) => expect(await answer(password)).toBe('taken'));
});
