import { z } from 'zod';

/**
 * Fields that many resources share, with descriptions and examples for openapi.json. Use them in responses; `values.ts` has the types for
 * requests.
 */
export const EXAMPLE_ID = '01994f2b-7c3a-7e51-9d20-8a4c1f6be330';
const EXAMPLE_TIME = '2026-11-05T14:30:00.000Z';

export const idOf = (thing: string) =>
  z.uuid().meta({ description: `The id of the ${thing}.`, examples: [EXAMPLE_ID] });

export const time = (description: string) => z.iso.datetime().meta({ description, examples: [EXAMPLE_TIME] });

export const createdAt = () => time('When the resource was created.');

export const count = (description: string, example = 3) => z.int().meta({ description, examples: [example] });

export const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });

export const flag = (description: string) => z.boolean().meta({ description });

export const version = () =>
  z.int().meta({ description: 'Goes up with every change, and is the `ETag`: version 3 is `"3"`.', examples: [3] });

/** A PUT accepts the response of GET, and ignores fields that it can't set. */
export const ignored = (description = 'Ignored. To change only the version you read, send `If-Match`.') =>
  z.unknown().optional().meta({ description });

export const readOnly = () => ignored('Ignored: it can’t be set here.');
