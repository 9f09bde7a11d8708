import { z } from 'zod';
import { freeText } from './values.ts';

/** The data that a partner's programs store about a tenant, extension, user or number. */
export type IntegrationData = { externalId: string | null; metadata: Readonly<Record<string, string>> };

export const NO_INTEGRATION_DATA: IntegrationData = { externalId: null, metadata: {} };

export const METADATA_MAX = { keys: 50, valueLength: 500 } as const;

const KEY = '[A-Za-z][A-Za-z0-9_.-]{0,39}';

const ID = {
  description: 'Its id in your own system. Unique among your resources of the same kind. Null: none.',
  examples: ['crm-4711'],
};
const DATA = {
  description: 'Values of your own, by name: at most 50, of 500 characters each. Only you see them, no tenant does.',
  examples: [{ plan: 'gold' }],
};

export const externalId = () =>
  z.string().regex(/^[\x21-\x7e]{1,200}$/, 'Use 1 to 200 letters, digits and signs, without spaces.');

const metadataKey = () =>
  z
    .string()
    .regex(new RegExp(`^${KEY}$`), 'A key has 1 to 40 letters, digits, “_”, “.” and “-”, and begins with a letter.');
const metadataValue = () => freeText(METADATA_MAX.valueLength);

/** The fields of a response, which are empty for a tenant's own users. */
export const integrationFields = {
  externalId: z.string().nullable().meta(ID),
  metadata: z.record(z.string(), z.string()).meta(DATA),
};

/** The fields of a create request. */
export const integrationOnCreate = {
  externalId: externalId().nullable().default(null).meta(ID),
  metadata: z
    .record(metadataKey(), metadataValue())
    .refine((data) => Object.keys(data).length <= METADATA_MAX.keys, 'Use at most 50 keys.')
    .default({})
    .meta(DATA),
};

/** The fields of a patch. Metadata is merged: see `mergeIntegrationData`. */
export const integrationOnPatch = {
  externalId: externalId().nullable().optional().meta(ID),
  metadata: z
    .record(metadataKey(), metadataValue().nullable())
    .nullable()
    .optional()
    .meta({
      description:
        'Sets the keys that it names and leaves the others. A key with null is removed; null instead of an object removes them all.',
      examples: [{ plan: 'gold', trialEnds: null }],
    }),
};
export type IntegrationPatch = {
  externalId?: string | null | undefined;
  metadata?: Readonly<Record<string, string | null>> | null | undefined;
};

/** Merges a patch into the data. The result may have too many keys. */
export function mergeIntegrationData(before: IntegrationData, patch: IntegrationPatch): IntegrationData {
  const { externalId: id = before.externalId, metadata = {} } = patch;
  if (metadata === null) return { externalId: id, metadata: {} };
  const merged = Object.entries({ ...before.metadata, ...metadata }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return { externalId: id, metadata: Object.fromEntries(merged) };
}

/** A required key, with this value or any. */
export type MetadataFilter = { key: string; value: string | null };
export type IntegrationFilter = { externalId?: string | undefined; metadata?: MetadataFilter | undefined };

/** Query parameters of a list: `?externalId=crm-4711`, `?metadata=plan:gold`, `?metadata=plan`. */
export const integrationQuery = {
  externalId: externalId()
    .optional()
    .meta({ description: 'Return only the resource with this id in your own system.', examples: ['crm-4711'] }),
  metadata: z
    .string()
    .regex(new RegExp(`^${KEY}(:[^\\0]{0,500})?$`), 'Enter a key, or a key and its value: plan:gold.')
    .transform((text): MetadataFilter => {
      const colon = text.indexOf(':');
      return colon < 0 ? { key: text, value: null } : { key: text.slice(0, colon), value: text.slice(colon + 1) };
    })
    .optional()
    .meta({
      description: 'Only those whose `metadata` has this key, or this key with this value, after a colon.',
      examples: ['plan:gold'],
    }),
};
