/**
 * A vulnerability that strangers or phones can reach in the modules that we load. `fixedIn`: the first fixed version of
 * each branch.
 */
export type Vulnerability = { id: string; about: string; fixedIn: readonly string[] };

/**
 * From Asterisk's security advisories (https://github.com/asterisk/asterisk/security/advisories). Add a line for each
 * new one that concerns SIP, RTP, digests or ARI. Other modules are not loaded.
 */
export const KNOWN_VULNERABILITIES: readonly Vulnerability[] = [
  {
    id: 'CVE-2026-57191',
    about: 'A stranger’s NOTIFY stops all SIP until a restart',
    fixedIn: ['20.20.1', '21.12.3', '22.10.1', '23.4.1', '20.7-cert11', '22.8-cert3'],
  },
  {
    id: 'GHSA-8jw3-ccr9-xrmf',
    about: 'A stranger’s NOTIFY ends Asterisk',
    fixedIn: ['20.20.1', '21.12.3', '22.10.1', '23.4.1', '20.7-cert11', '22.8-cert3'],
  },
  {
    id: 'GHSA-g8q2-p36q-94f6',
    about: 'A phone that drops its TCP or TLS connection during a call’s set-up can end Asterisk',
    fixedIn: ['20.20.1', '21.12.3', '22.10.1', '23.4.1', '20.7-cert11', '22.8-cert3'],
  },
  {
    id: 'GHSA-x5pq-qrp4-fmrj',
    about: 'A SIP message with a crafted multipart body is read beyond its end',
    fixedIn: ['20.19.0', '21.12.2', '22.9.0', '23.3.0', '20.7-cert10', '22.8-cert2'],
  },
  {
    id: 'CVE-2025-57767',
    about: 'A malformed Authorization header ends Asterisk',
    fixedIn: ['20.15.2', '21.10.2', '22.5.2', '23.0.0', '22.8-cert1'],
  },
];

type Version = { branch: string; numbers: readonly number[] };

/** Parses a version: `22.10.1` is on branch 22, `20.7-cert9` on the certified branch 20.7. */
function read(version: string): Version | null {
  const [, certified, fix] = /^(\d+\.\d+)-cert(\d+)/.exec(version) ?? [];
  if (certified !== undefined) return { branch: `${certified}-cert`, numbers: [Number(fix)] };
  const [, all] = /^(\d+(?:\.\d+)*)/.exec(version) ?? [];
  if (all === undefined) return null;
  const [major = 0, ...numbers] = all.split('.').map(Number);
  return { branch: String(major), numbers };
}

function isOlder(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * The vulnerabilities of a version. A branch without a fix is vulnerable if it is older than the newest branch with
 * one.
 */
export function vulnerabilitiesOf(version: string): readonly Vulnerability[] {
  const own = read(version);
  if (!own) return [];
  return KNOWN_VULNERABILITIES.filter(({ fixedIn }) => {
    const fixes = fixedIn.map(read).filter((fix) => fix !== null);
    const ofBranch = fixes.find((fix) => fix.branch === own.branch);
    if (ofBranch) return isOlder(own.numbers, ofBranch.numbers);
    const newest = Math.max(...fixes.map((fix) => Number.parseInt(fix.branch, 10)));
    return Number.parseInt(own.branch, 10) <= newest;
  });
}
