import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { WebClient } from '../../platform/http-client/client.ts';
import { signatureHeaders, webhookSecret } from '../../platform/http-client/signature.ts';
import type { Action, Place } from '../interpreter/walk.ts';

/** The time limit for the whole request, because a caller is waiting. */
const TIMEOUT_MS = 2000;
const MAX_BYTES = 16 * 1024;

/** A response without a body sets no variables. */
const Reply = z.object({ variables: z.record(z.string(), z.string().max(200)).default({}) });

/** The call and the node of a request. `test`: a test call of a draft. */
export type WebhookCall = Place & { tenantId: string; callId: string; from: string; to: string; test: boolean };

type AskAction = Extract<Action, { do: 'ask' }>;

/**
 * Requests variables from the server of a webhook node. Returns them, or null if it can't be reached or sends an invalid
 * response.
 */
export async function requestVariables(
  client: WebClient,
  secretKey: string,
  { tenantId, ...call }: WebhookCall,
  { url, variables }: AskAction,
): Promise<Record<string, string> | null> {
  const body = JSON.stringify({ ...call, variables });
  if (Buffer.byteLength(body) > MAX_BYTES) return null;
  const signed = signatureHeaders([webhookSecret(secretKey, tenantId)], newId(), Math.floor(Date.now() / 1000), body);
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...signed };
  const response = await client.post({ tenantId, url, headers, body, milliseconds: TIMEOUT_MS });
  if (response.kind === 'failed' || response.status < 200 || response.status > 299) return null;
  return response.body === '' ? {} : readVariables(response.body);
}

function readVariables(text: string): Record<string, string> | null {
  try {
    return Reply.safeParse(JSON.parse(text)).data?.variables ?? null;
  } catch {
    return null;
  }
}
