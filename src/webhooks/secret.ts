import { seal, unseal } from '../platform/secrets.ts';

const context = (webhookId: string): string => `secret of webhook ${webhookId}`;

export const sealSecret = (secretKey: string, webhookId: string, secret: string): Buffer =>
  seal(secretKey, context(webhookId), secret);

export const openSecret = (secretKey: string, webhookId: string, sealed: Buffer): string =>
  unseal(secretKey, context(webhookId), sealed);
