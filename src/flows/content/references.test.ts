import { expect, test } from 'vitest';
import { content, node } from '../../../test/flow-content.ts';
import { FlowContent } from './graph-contract.ts';
import { mapReferences, referencesOf } from './references.ts';

const flow: FlowContent = {
  ...content(
    node('play', 'play', {
      prompts: [
        { kind: 'media', mediaId: 'inside' },
        { kind: 'media', mediaId: 'outside' },
      ],
    }),
    node('menu', 'menu', { prompts: [{ kind: 'media', mediaId: 'inside' }] }),
    node('gather', 'gather', { prompts: [{ kind: 'media', mediaId: 'inside' }] }),
    node('hours', 'hours', { scheduleId: 'inside' }),
    node('caller', 'caller', { condition: { kind: 'inList', listId: 'outside' } }),
    node('ring', 'ring', { target: { kind: 'group', id: 'inside' } }),
    node('ring', 'mobile', { target: { kind: 'external', number: '+12125550143' } }),
    node('voicemail', 'voicemail', { mailboxId: 'outside' }),
    node('goTo', 'goTo', { flowId: 'inside' }),
    node('webhook', 'webhook', { url: 'https://crm.example/?key=abc' }),
    node('compare', 'pin', { secret: true, value: '8642' }),
    node('compare', 'word', { secret: false, value: 'open' }),
  ),
  fallback: { kind: 'mailbox', id: 'outside' },
};

test('a copy maps references inside it, leaves references outside it open, and contains no secret', () => {
  const copy = mapReferences(flow, ({ kind, value }) => (value === 'inside' ? `new ${kind}` : null));
  const nodes = Object.fromEntries(copy.nodes.map((one) => [one.id, one]));
  expect(copy.fallback).toEqual({ kind: 'message', prompts: [] });
  expect(nodes).toMatchObject({
    play: { prompts: [{ mediaId: 'new media' }, { mediaId: null }] },
    menu: { prompts: [{ mediaId: 'new media' }] },
    gather: { prompts: [{ mediaId: 'new media' }] },
    hours: { scheduleId: 'new schedule' },
    caller: { condition: { listId: null } },
    ring: { target: { kind: 'group', id: 'new group' } },
    mobile: { target: { kind: 'extension', id: null } },
    voicemail: { mailboxId: null },
    goTo: { flowId: 'new flow' },
    webhook: { url: null },
    pin: { value: '' },
    word: { value: 'open' },
  });
  for (const secret of ['8642', 'abc', '+12125550143', 'outside']) expect(JSON.stringify(copy)).not.toContain(secret);
});

test('all references of a flow are found, with their places', () => {
  const found = referencesOf(flow).map(({ kind, nodeId }) => `${nodeId ?? 'fallback'} ${kind}`);
  expect(found).toEqual([
    'fallback mailbox',
    'play media',
    'play media',
    'menu media',
    'gather media',
    'hours schedule',
    'caller list',
    'ring group',
    'mobile number',
    'voicemail mailbox',
    'goTo flow',
    'webhook address',
  ]);
});

/** Each field of the schema that can hold an id, a number or an address, by its path. */
function fieldsWithReferences(schema: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (part: unknown, name: string): void => {
    if (Array.isArray(part)) part.forEach((one) => walk(one, name));
    else if (typeof part === 'object' && part !== null) {
      if ('format' in part && (part.format === 'uuid' || part.format === 'uri')) found.add(name);
      for (const [key, value] of Object.entries(part))
        walk(value, ['anyOf', 'oneOf', 'items', 'allOf'].includes(key) ? name : key);
    }
  };
  walk(schema, '');
  return found;
}

test('no field of a flow contains an id that the walk misses', () => {
  expect([...fieldsWithReferences(FlowContent.toJSONSchema({ io: 'input' }))].sort()).toEqual([
    'flowId',
    'id',
    'listId',
    'mailboxId',
    'mediaId',
    'scheduleId',
    'url',
  ]);
});
