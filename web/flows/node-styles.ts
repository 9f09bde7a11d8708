import {
  IconArrowRampRight,
  IconClockHour4,
  IconDialpad,
  IconEqual,
  IconGridDots,
  type IconProps,
  IconPhoneCall,
  IconPhoneEnd,
  IconPhoneIncoming,
  IconPlayerRecord,
  IconPlayerStop,
  IconSpeakerphone,
  IconTag,
  IconUserQuestion,
  IconVariable,
  IconVolume,
  IconRecordMail,
  IconWebhook,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { NodeKind } from '../../src/flows/content/node-contract.ts';

/** Groups of kinds of nodes. Each has a colour. */
export type Tone = 'start' | 'sound' | 'keys' | 'question' | 'people' | 'end' | 'data';

type NodeStyle = { tone: Tone; icon: ComponentType<IconProps> };

export const NODE_STYLES: Readonly<Record<NodeKind, NodeStyle>> = {
  start: { tone: 'start', icon: IconPhoneIncoming },
  play: { tone: 'sound', icon: IconVolume },
  menu: { tone: 'keys', icon: IconGridDots },
  gather: { tone: 'keys', icon: IconDialpad },
  say: { tone: 'sound', icon: IconSpeakerphone },
  hours: { tone: 'question', icon: IconClockHour4 },
  caller: { tone: 'question', icon: IconUserQuestion },
  compare: { tone: 'question', icon: IconEqual },
  ring: { tone: 'people', icon: IconPhoneCall },
  voicemail: { tone: 'people', icon: IconRecordMail },
  goTo: { tone: 'end', icon: IconArrowRampRight },
  hangUp: { tone: 'end', icon: IconPhoneEnd },
  set: { tone: 'data', icon: IconVariable },
  callerName: { tone: 'data', icon: IconTag },
  startRecording: { tone: 'data', icon: IconPlayerRecord },
  stopRecording: { tone: 'data', icon: IconPlayerStop },
  webhook: { tone: 'data', icon: IconWebhook },
};

export const isNodeKind = (kind: string): kind is NodeKind => Object.hasOwn(NODE_STYLES, kind);

/** The kinds of nodes in the palette, grouped by purpose. */
export const PALETTE: readonly { name: string; kinds: readonly NodeKind[] }[] = [
  { name: 'Say and ask', kinds: ['menu', 'play', 'gather', 'say'] },
  { name: 'Decide', kinds: ['hours', 'caller', 'compare'] },
  { name: 'Connect', kinds: ['ring', 'voicemail', 'goTo', 'hangUp'] },
  { name: 'More', kinds: ['callerName', 'set', 'startRecording', 'stopRecording', 'webhook'] },
];

export const KIND_HINTS: Readonly<Record<NodeKind, string>> = {
  start: 'Every call begins here',
  play: 'A recording, or a text that is spoken',
  menu: 'Press 1 for sales, 2 for support',
  gather: 'An order number, or a PIN',
  say: 'Reads back digits, a number or a date',
  hours: 'One way while open, another while closed',
  caller: 'By number, contact or list',
  compare: 'One way if it matches, another if not',
  ring: 'An extension, a group or an outside number',
  voicemail: 'A mailbox takes a message',
  goTo: 'Continues in another flow',
  hangUp: 'Ends the call',
  callerName: 'Shows a word before the caller’s name',
  startRecording: 'Records the conversations that follow',
  stopRecording: 'Stops recording from here on',
  set: 'Stores a value for later',
  webhook: 'Lets your own system decide',
};
