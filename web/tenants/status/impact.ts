import type { z } from 'zod';
import type { Preview } from '../../../src/tenants/lifecycle/contract.ts';
import { type Effect, numbersEffect } from '../../kit/acts/effects.ts';
import { NOUNS } from '../../kit/words/nouns.ts';
import { plural } from '../../ui/plural.ts';

export type Action = 'suspend' | 'cancel' | 'reactivate';

/** The effects found by a dry run, most serious first. */
export function effectsOf(action: Action, preview: z.infer<typeof Preview>): Effect[] {
  return EFFECTS[action](preview).filter((effect) => effect !== null);
}

const callsEnd = (liveCalls: number): Effect => ({
  text: plural(liveCalls, {
    one: '# call in progress ends now. Emergency calls aren’t affected.',
    other: '# calls in progress end now. Emergency calls aren’t affected.',
  }),
  grave: true,
});

/** Numbers that were assigned to another tenant after this one was cancelled. */
export const numbersLost = (numbers: string[]): Effect | null =>
  numbersEffect(
    numbers,
    (count) =>
      plural(count, {
        one: '# number is lost. It was assigned to another tenant:',
        other: '# numbers are lost. They were assigned to other tenants:',
      }),
    true,
  );

const EFFECTS: Record<Action, (preview: z.infer<typeof Preview>) => (Effect | null)[]> = {
  suspend: ({ liveCalls, registeredPhones, users }) => [
    liveCalls === 0 ? { text: 'No calls are in progress.' } : callsEnd(liveCalls),
    { text: 'Callers hear that the service is interrupted. Outgoing calls are refused. 911 still works.' },
    registeredPhones === 0
      ? null
      : {
          text: plural(registeredPhones, {
            one: '# phone stays registered, so it needs no setup later.',
            other: '# phones stay registered, so they need no setup later.',
          }),
        },
    users === 0
      ? null
      : {
          text: plural(users, {
            one: '# user can sign in, but sees only that the service is suspended.',
            other: '# users can sign in, but see only that the service is suspended.',
          }),
        },
  ],
  cancel: ({ without911, liveCalls, extensions, registeredPhones, lost, dids, openPortOrders, users }) => [
    without911 === 0
      ? null
      : {
          text: plural(without911, {
            one: '# phone will no longer reach 911.',
            other: '# phones will no longer reach 911.',
          }),
          grave: true,
        },
    liveCalls === 0 ? null : callsEnd(liveCalls),
    openPortOrders === 0
      ? null
      : {
          text: plural(openPortOrders, {
            one: '# number is being ported. Finish the port first, or give a reason below.',
            other: '# numbers are being ported. Finish the ports first, or give a reason below.',
          }),
          grave: true,
        },
    {
      text: `${plural(extensions, { one: '# extension is deactivated', other: '# extensions are deactivated' })}${
        registeredPhones > 0
          ? ` (${plural(registeredPhones, { one: '# phone is', other: '# phones are' })} registered)`
          : ''
      }.`,
    },
    numbersEffect(lost.length > 0 ? lost : dids, (count) =>
      plural(count, {
        one: '# number goes back to your inventory and can be assigned to other tenants:',
        other: '# numbers go back to your inventory and can be assigned to other tenants:',
      }),
    ),
    users === 0
      ? null
      : {
          text: plural(users, {
            one: '# user can still sign in to view and download data.',
            other: '# users can still sign in to view and download data.',
          }),
        },
    { text: 'You can reactivate the tenant for 90 days. After that, its data is deleted for good.' },
  ],
  reactivate: ({ restored, lost, extensions, users }) => [
    numbersLost(lost),
    numbersEffect(restored, (count) =>
      plural(count, {
        one: '# number comes back and rings where it did:',
        other: '# numbers come back and ring where they did:',
      }),
    ),
    {
      text: `${plural(extensions, NOUNS.extension)} and ${plural(users, NOUNS.user)} come back with their passwords.`,
    },
    { text: 'Phones can make and receive calls right away, unless the platform operator has suspended the tenant.' },
  ],
};
