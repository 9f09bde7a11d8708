import { createHash } from 'node:crypto';
import { v7, validate, version } from 'uuid';

/** A new id: a UUIDv7, so that ids sort by creation time (RFC 9562). */
export const newId = (): string => v7();

/** The id of something that another program named: always the same for the same name and time. */
export const derivedId = (name: string, at: Date): string =>
  v7({ msecs: at.getTime(), random: createHash('sha256').update(name).digest() });

/** Whether a text has the form of our ids. */
export const isId = (text: string): boolean => validate(text) && version(text) === 7;

/** The start of a list in the order of ids. */
export const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';
