import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { idOf, text } from '../platform/values/fields.ts';

/** A use of a schedule or number list. */
export const ObjectUse = z
  .object({
    kind: z.enum(['flow']).meta({ description: 'The type of the referring object.' }),
    id: idOf('call flow'),
    name: text('The number and name of the call flow.', '500 Main number'),
  })
  .meta({ id: 'ObjectUse', description: 'Something that uses it.' });
export type ObjectUse = z.infer<typeof ObjectUse>;

export const objectUses = () =>
  z
    .array(ObjectUse)
    .meta({ description: 'The call flows that refer to the object. It can’t be deleted while there is one.' });

export const objectUseErrors = {
  in_use: { status: 409, description: 'It is still in use. The message says by what.' },
} as const satisfies ErrorTable;
