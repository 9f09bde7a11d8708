import { seal, unseal } from '../platform/secrets.ts';

const purpose = (trunkId: string): string => `trunk ${trunkId}`;

/** Seals a trunk's password for storage. The API never returns it; call control puts it into Asterisk's memory. */
export const sealTrunkPassword = (secretKey: string, trunkId: string, password: string): Buffer =>
  seal(secretKey, purpose(trunkId), password);

export const unsealTrunkPassword = (secretKey: string, trunkId: string, sealed: Buffer): string =>
  unseal(secretKey, purpose(trunkId), sealed);
