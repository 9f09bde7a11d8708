import { v7, validate, version } from 'uuid';

/** A new id: UUIDv7, so ids sort by the time they were made (RFC 9562). */
export const newId = (): string => v7();

/** Whether a text from outside is one of our ids at all. */
export const isId = (text: string): boolean => validate(text) && version(text) === 7;
