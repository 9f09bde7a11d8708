import { seal, unseal } from '../platform/secrets.ts';

const purpose = (trunkId: string): string => `trunk ${trunkId}`;

/** The password of a trunk as it is stored. It is never shown again; call control hands it to Asterisk's memory. */
export const sealTrunkPassword = (secretKey: string, trunkId: string, password: string): Buffer =>
  seal(secretKey, purpose(trunkId), password);

export const unsealTrunkPassword = (secretKey: string, trunkId: string, sealed: Buffer): string =>
  unseal(secretKey, purpose(trunkId), sealed);
