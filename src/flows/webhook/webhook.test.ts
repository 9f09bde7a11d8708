import { expect, test } from 'vitest';
import type { WebClient, WebRequest, WebResponse } from '../../platform/http-client/client.ts';
import { requestVariables } from './webhook.ts';

const asking = {
  tenantId: 't',
  callId: 'c',
  flowId: 'f',
  nodeId: 'n',
  from: '+12125550199',
  to: '+12125550102',
  test: false,
};
const action = { do: 'ask', url: 'https://crm.example/', variables: { caller: '+12125550199' } } as const;

/** A client that gets the same response to every request. */
function answering(response: WebResponse): WebClient & { sent: WebRequest[] } {
  const sent: WebRequest[] = [];
  return { sent, post: (request) => (sent.push(request), Promise.resolve(response)), close: () => Promise.resolve() };
}
const body = (text: string, status = 200) => answering({ kind: 'response', status, body: text });

test.each<[string, WebClient, Record<string, string> | null]>([
  ['variables', body('{"variables":{"vip":"yes"},"more":1}'), { vip: 'yes' }],
  ['no variables', body('{}'), {}],
  ['no body', body('', 204), {}],
  ['no JSON', body('<html>'), null],
  ['a number for a text', body('{"variables":{"vip":1}}'), null],
  ['a text that is too long', body(JSON.stringify({ variables: { vip: 'x'.repeat(201) } })), null],
  ['an error', body('{"variables":{}}', 500), null],
  ['a redirect', body('', 302), null],
  ['nothing', answering({ kind: 'failed', because: 'too_slow' }), null],
])('a server answers %s', async (_, client, expected) => {
  expect(await requestVariables(client, 'k'.repeat(32), asking, action)).toEqual(expected);
});

test('a signed request tells the server the call, the node and the variables', async () => {
  const client = body('{}');
  await requestVariables(client, 'k'.repeat(32), asking, action);
  const [request] = client.sent;
  expect(request).toMatchObject({
    tenantId: 't',
    milliseconds: 2000,
    headers: { 'webhook-signature': expect.stringMatching(/^v1,/) },
  });
  const { tenantId: _, ...seen } = asking;
  expect(JSON.parse(request?.body ?? '')).toEqual({ ...seen, variables: action.variables });
});

test('nothing longer than 16 KB is sent', async () => {
  const client = body('{}');
  const variables = Object.fromEntries(Array.from({ length: 100 }, (_, place) => [`v${place}`, 'x'.repeat(200)]));
  expect(await requestVariables(client, 'k'.repeat(32), asking, { ...action, variables })).toBeNull();
  expect(client.sent).toEqual([]);
});
