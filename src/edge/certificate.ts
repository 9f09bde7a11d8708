import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { HOUR_MS } from '../platform/time/durations.ts';

/** One DER element (X.690): tag, length, content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x82]), length, body]);
}

const SEQUENCE = 0x30;
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const COMMON_NAME = '550403';
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const ALT_NAMES = '551d11';

const name = (common: string): Buffer =>
  der(SEQUENCE, der(0x31, der(SEQUENCE, oid(COMMON_NAME), der(0x0c, Buffer.from(common)))));
const time = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`));

/** Makes a self-signed certificate (X.509, P-256) for an IPv4 address, valid for ten years. Both results are PEM. */
export function selfSigned(address: string, now = new Date()): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = der(SEQUENCE, oid(ECDSA_WITH_SHA256));
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 10);
  // valid an hour ago, so that a peer whose clock is behind accepts it
  const begin = new Date(now.getTime() - HOUR_MS);
  const altName = der(0x87, Buffer.from(address.split('.').map(Number)));
  const extensions = der(SEQUENCE, der(SEQUENCE, oid(ALT_NAMES), der(0x04, der(SEQUENCE, altName))));
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name(address),
    der(SEQUENCE, time(begin), time(end)),
    name(address),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const base64 = der(SEQUENCE, toBeSigned, algorithm, signature)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.trimEnd()}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The certificate files for this address, self-signed on first use. */
export function ensureCertificate(folder: string, address: string): { certificate: string; key: string } {
  const certificate = path.join(folder, `${address}.pem`);
  const key = path.join(folder, `${address}.key`);
  if (!fs.existsSync(key) || !fs.existsSync(certificate)) {
    const made = selfSigned(address);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(certificate, made.certificate, { mode: 0o600 });
    fs.writeFileSync(key, made.key, { mode: 0o600 });
  }
  return { certificate, key };
}
