import { describe, expect, test } from 'vitest';
import { debianMirror, mainSuite, parseDeb822, parseOneLine, sourceFor } from './apt-sources.mjs';

const DEB822 = `# the mirror of the house
Types: deb deb-src
URIs: http://mirror.example/debian/
Suites: trixie trixie-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: trixie
Components: main

Types: deb
URIs: http://mirror.example/debian-security
# newer than the release
Suites: trixie-security
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
`;

const ONE_LINE = `
# deb http://commented.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/etc/apt/keyrings/vendor.gpg] https://apt.vendor.example bookworm main
deb [check-valid-until=no] http://mirror.example/debian bookworm main contrib # the house's
deb http://mirror.example/debian-security bookworm-security main
`;

describe('deb822 sources', () => {
  test('reads enabled sources, with comments and multi-line fields', () => {
    const sources = parseDeb822(DEB822);
    expect(sources.map((each: { suites: string[] }) => each.suites)).toEqual([
      ['trixie', 'trixie-updates'],
      ['trixie-security'],
    ]);
    expect(sources[0].components).toEqual(['main', 'contrib']);
    expect(sources[1].options['Signed-By']).toContain('\n mQINBF\n');
  });
});

describe('one-line sources', () => {
  test('reads binary sources and their trust options', () => {
    expect(parseOneLine(ONE_LINE)).toEqual([
      {
        uris: ['https://apt.vendor.example'],
        suites: ['bookworm'],
        components: ['main'],
        options: { 'Signed-By': '/etc/apt/keyrings/vendor.gpg' },
      },
      {
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        options: { 'Check-Valid-Until': 'no' },
      },
      {
        uris: ['http://mirror.example/debian-security'],
        suites: ['bookworm-security'],
        components: ['main'],
        options: {},
      },
    ]);
  });
});

describe('the Debian mirror', () => {
  test('is neither another vendor’s archive for the same suite nor the security archive', () => {
    const vendorFirst = parseOneLine(ONE_LINE);
    expect(debianMirror(vendorFirst)?.uris).toEqual(['http://mirror.example/debian']);
    expect(
      debianMirror(vendorFirst.filter((each: { uris: string[] }) => each.uris[0] !== 'http://mirror.example/debian')),
    ).toBeNull();
  });

  test('is recognised without its usual path by its archive key or its updates suite', () => {
    const bare = parseDeb822(
      'Types: deb\nURIs: http://cache.example/a\nSuites: bookworm bookworm-updates\nComponents: main\n',
    );
    expect(debianMirror(bare)?.uris).toEqual(['http://cache.example/a']);
    const cloud = parseDeb822(
      'Types: deb\nURIs: mirror+file:///etc/apt/mirrors/debian.list\nSuites: bookworm\nComponents: main\n',
    );
    expect(debianMirror(cloud)).not.toBeNull();
  });

  test('prefers the source signed by the archive key, whatever its address', () => {
    const text = `deb https://vendor.example/debian bookworm main\ndeb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://cache.example/a bookworm main\n`;
    expect(debianMirror(parseOneLine(text))?.uris).toEqual(['http://cache.example/a']);
  });

  test("is not a vendor with its own components under a path like Debian's", () => {
    expect(debianMirror(parseOneLine('deb https://vendor.example/packages/debian bookworm vendor\n'))).toBeNull();
  });

  test('is none on a derivative with its own suites, or with a disc only', () => {
    expect(debianMirror(parseOneLine('deb http://archive.example/ubuntu noble main universe\n'))).toBeNull();
    expect(debianMirror(parseOneLine('deb cdrom:[Debian]/debian bookworm main\n'))).toBeNull();
    expect(debianMirror([])).toBeNull();
  });

  test('gives a source for another suite with the same trust options', () => {
    const mirror = debianMirror(parseDeb822(DEB822))!;
    expect(mainSuite(mirror)).toBe('trixie');
    expect(sourceFor(mirror, 'sid')).toBe(
      'Types: deb\nURIs: http://mirror.example/debian/\nSuites: sid\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
    );
  });
});
