import type { PhoneMessage, Sound } from '../../model/mailbox.ts';

/** One of `asterisk/prompts/voicemail`. */
export const prompt = (name: string): string => `strowger/voicemail/${name}`;

/** The highest number that has a recorded prompt. */
const HIGHEST = 20;

/** "You have 3 new messages and 1 old message." */
export function summary(messages: readonly PhoneMessage[]): string[] {
  const fresh = messages.filter(({ isNew }) => isNew).length;
  const parts = [counted(fresh, 'new'), counted(messages.length - fresh, 'old')].filter((part) => part.length > 0);
  const said = parts.flatMap((part, n) => (n === 0 ? part : ['and', ...part]));
  return ['you-have', ...(said.length === 0 ? ['no-messages'] : said)].map(prompt);
}

function counted(n: number, kind: 'new' | 'old'): string[] {
  if (n === 0) return [];
  return [...(n > HIGHEST ? ['more-than'] : []), `n${Math.min(n, HIGHEST)}`, `${kind}-message${n === 1 ? '' : 's'}`];
}

/** The caller's number digit by digit, then the message itself. */
export function messageSounds(tenantId: string, { id, from }: PhoneMessage): Sound[] {
  const digits = from.replace(/^\+1(?=\d{10}$)/, '').replaceAll(/\D/g, '');
  const caller = digits === '' ? ['hidden'] : [...digits].map((digit) => `n${digit}`);
  return [...['message-from', ...caller].map(prompt), { tenantId, kind: 'voicemails', name: `${id}.wav` }];
}
