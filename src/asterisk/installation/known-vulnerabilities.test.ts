import { expect, test } from 'vitest';
import { vulnerabilitiesOf } from './known-vulnerabilities.ts';

test.each([
  ['22.11.0', []],
  ['22.10.1', []],
  ['24.0.0', []],
  ['22.10.0', ['CVE-2026-57191', 'GHSA-8jw3-ccr9-xrmf', 'GHSA-g8q2-p36q-94f6']],
  ['22.9.0', ['CVE-2026-57191', 'GHSA-8jw3-ccr9-xrmf', 'GHSA-g8q2-p36q-94f6']],
  ['22.10.0~dfsg+~cs6', ['CVE-2026-57191', 'GHSA-8jw3-ccr9-xrmf', 'GHSA-g8q2-p36q-94f6']],
  ['20.20.1', []],
  ['20.20.0', ['CVE-2026-57191', 'GHSA-8jw3-ccr9-xrmf', 'GHSA-g8q2-p36q-94f6']],
  ['20.7-cert11', ['CVE-2025-57767']],
  ['22.8-cert2', ['CVE-2026-57191', 'GHSA-8jw3-ccr9-xrmf', 'GHSA-g8q2-p36q-94f6']],
])('%s has %j', (version, ids) => expect(vulnerabilitiesOf(version).map(({ id }) => id)).toEqual(ids));

test.each(['18.26.4', '19.0.0', '22.2.0'])('%s has all vulnerabilities', (version) =>
  expect(vulnerabilitiesOf(version)).toHaveLength(5),
);

test('an unreadable version has no known vulnerabilities', () => expect(vulnerabilitiesOf('from git')).toEqual([]));
