import type { CallFacts } from '../src/calls/model/call-facts.ts';
import type { Attempt, Connect, Decision, Journey, Target } from '../src/calls/model/decision.ts';
import type { MailboxReply } from '../src/calls/model/mailbox.ts';
import { content, node, option } from './flow-content.ts';

// What the database may say about a call.

export const TENANT = 'bakery';
const NOBODY = { number: '', name: '', restricted: false };
export const EXTENSIONS = ['101', '102', '103', '104'];
const FLOW = content(
  node('menu', 'menu', { options: [option('1', 'desk'), option('2', 'box')], directDial: true }),
  node('ring', 'desk', { target: { kind: 'extension', id: 'e102' }, exits: { answered: 'hours', busy: 'menu' } }),
  node('hours', 'hours', { exits: { open: 'menu', closed: 'box' } }),
  node('voicemail', 'box'),
);
export const LOADED = {
  flows: new Map([
    [
      'main',
      {
        flowId: 'main',
        versionId: 'v',
        number: 1,
        content: FLOW,
        sounds: { 'text:Please choose.': 'a', 'text:Sorry.': 'b' },
      },
    ],
  ]),
  extensions: [{ id: 'e103', number: '103' }],
};
const BOX = { id: 'box', number: '800', greeting: null, maxSeconds: 180, isFull: false, hasPin: true };

const party = (number: string) => ({ extensionId: `e${number}`, number });
const phone = (number: string): Target => ({
  kind: 'contact',
  extension: { id: `e${number}`, number },
  sipUsername: `bakery-${number}`,
  contact: `sip:${number}`,
  encrypted: false,
});
const trunk = (more: object = {}): Target => ({
  kind: 'trunk',
  trunkId: 'one',
  number: '+12125559999',
  earlyMedia: true,
  billed: 1,
  ...more,
});
/** What can be decided about a call. */
export function decisions(facts: CallFacts, isNew: boolean, from: string, path: Journey['path'] = []): Decision[] {
  const other = EXTENSIONS.filter((number) => number !== from);
  const [first = '102', second = '103'] = other;
  const attempt = (...targets: Target[]): Attempt => ({ targets, callerId: NOBODY, ringSeconds: 20 });
  const accepted = { facts, origin: { ...NOBODY, number: from }, path };
  const connect = (attempts: Connect['attempts'], more: Partial<Connect> = {}): Connect => ({
    kind: 'connect',
    ...accepted,
    attempts,
    ...more,
  });
  const toBox = { kind: 'mailbox', id: 'box' } as const;
  const exits = { by: party(first), to: { busy: toBox, noAnswer: toBox, unreachable: toBox }, confirm: false };
  const by = party(from);
  const all: Decision[] = [
    connect([attempt(phone(first))]),
    connect([attempt(phone(first), phone(first))], { exits }),
    connect([attempt(phone(first), phone(first)), attempt(phone(second))], { inOrder: true, exits }),
    connect([attempt(trunk()), attempt(trunk())]),
    connect([attempt(phone(first), trunk({ earlyMedia: false, confirm: true, otherTrunkIds: ['two'] }))]),
    { kind: 'mailbox', ...accepted, mailbox: BOX, messageId: `${facts.id}-message` },
    { kind: 'flow', ...accepted, flowId: 'main', loaded: LOADED },
    { kind: 'park', ...accepted, by, slot: null, taken: [] },
    { kind: 'refuse', reason: 'busy', record: facts, path },
    { kind: 'refuse', reason: 'nobody_available', record: facts, path },
  ];
  if (!isNew) return all;
  return [
    ...all,
    { kind: 'pickup', ...accepted, of: null },
    { kind: 'retrieve', ...accepted, slot: '701' },
    {
      kind: 'voicemail',
      ...accepted,
      access: { tenantId: TENANT, by: { kind: 'extension', id: by.extensionId }, source: { kind: 'ownPhone' } },
    },
    { kind: 'setting', ...accepted, setting: { kind: 'doNotDisturb', on: true } },
    connect([attempt(trunk({ number: '911' }))], {
      facts: { ...facts, direction: 'outbound', to: '911', emergency: true },
    }),
  ];
}

export const REPLIES: MailboxReply[] = [
  {
    kind: 'open',
    mailbox: { tenantId: TENANT, id: 'box', messages: [{ id: 'm', from: '+12125550199', isNew: true }] },
  },
  { kind: 'closed' },
  { kind: 'wrong' },
  { kind: 'none' },
  { kind: 'done' },
];
