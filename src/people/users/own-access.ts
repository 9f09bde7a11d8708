import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { peopleErrors } from '../contract.ts';

const fail = errorFactory(peopleErrors);

/**
 * Refuses an admin's way to replace a password for the admin's own account: at a page that was left open, nobody must get around what the account
 * page asks for. Codes: `own_account`.
 */
export function refuseOwnPassword(by: Actor, id: string): void {
  if (id === by.id)
    throw fail(
      'own_account',
      'You can’t replace your own password here. Change it on your account page, with the current one.',
    );
}

/** The same for a second factor. Codes: `own_account`. */
export function refuseOwnSecondFactor(by: Actor, id: string): void {
  if (id === by.id)
    throw fail('own_account', 'You can’t reset your own second factor. Turn it off on your account page, with a code.');
}
