import { safeLine } from '../values/characters.ts';
import { CALLER_NAME } from '../values/values.ts';

// Escapes text for SIP, whose headers are lines: a line break in a name would inject a header, and a carrier that drops the INVITE because of it
// drops a call to 911. `migrations/functions/asterisk.sql` does the same for names that Asterisk reads itself.

/**
 * A name for a phone's display. Asterisk and PJSIP both escape quotation marks, so phones would show a backslash; an apostrophe replaces
 * them.
 */
export const forPhone = (name: string): string => safeLine(name.replace(/\\?["“”]/g, "'").replace(/[\\<>]/g, ' '), 60);

/** A caller name for a carrier: the stored one if carriers accept it, else empty, so that only the number is sent. */
export const forCarrier = (name: string): string => (name.length <= 15 && CALLER_NAME.test(name) ? name.trim() : '');

/** A caller's number, or what an outside caller sent instead of one. */
export const numberForSip = (number: string): string => number.replace(/[^\w.+*#-]/g, '').slice(0, 40);
