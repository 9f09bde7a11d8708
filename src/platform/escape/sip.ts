import { safeLine } from '../values/characters.ts';
import { CALLER_NAME } from '../values/values.ts';

// The door to SIP. Its headers are lines: a line break in a name would be a header of somebody's own making, and a carrier that drops the
// INVITE for it drops a call to 911. `migrations/functions/asterisk.sql` does the same for the names that Asterisk reads by itself.

/**
 * A name for the display of a phone. Asterisk and PJSIP each escape a quotation mark, so phones would show a backslash: an apostrophe stands
 * for it.
 */
export const forPhone = (name: string): string => safeLine(name.replace(/\\?["“”]/g, "'").replace(/[\\<>]/g, ' '), 60);

/** A name for a carrier: as stored if it is one that carriers take, else none, and the number goes alone. */
export const forCarrier = (name: string): string => (name.length <= 15 && CALLER_NAME.test(name) ? name.trim() : '');

/** A caller's number, or what an outside caller has in its place. */
export const numberForSip = (number: string): string => number.replace(/[^\w.+*#-]/g, '').slice(0, 40);
