import { z } from 'zod';
import type { ErrorTable } from '../platform/http/errors.ts';
import { isE164, toE164 } from '../platform/numbers/e164.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { fileText, searchText, writtenNumber } from '../platform/values/values.ts';

export const numberErrors = {
  did_not_available: {
    status: 409,
    description: 'This number is assigned already, being ported out, or somebody else’s.',
  },
  did_ageing: {
    status: 409,
    description:
      'This number was released recently and is in quarantine. Repeat with `acknowledgeAgeing` to assign it anyway.',
    extra: {
      ageingUntil: z.iso
        .datetime()
        .meta({ description: 'The end of the quarantine.', examples: ['2026-12-05T14:30:00.000Z'] }),
    },
  },
} as const satisfies ErrorTable;

/** An outside number as people write it, read into E.164. */
const OutsideNumber = writtenNumber()
  .overwrite((text) => toE164(text) ?? text)
  .refine(isE164, 'A number such as +12125550101.')
  .meta({ description: 'As people write it, such as (212) 555-0101 or +44 20 7946 0958; answered in E.164.' });

/** Where a call to the number goes. Flows and mailboxes join here when the tenant has them. */
export const Routing = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('extension'), extensionId: z.uuid('Choose an extension.') }),
    z.strictObject({ kind: z.literal('external'), number: OutsideNumber }),
  ])
  .meta({ id: 'Routing' });
export type Routing = z.infer<typeof Routing>;

/** A number as its tenant sees it. */
export const TenantDid = z
  .object({ id: z.uuid(), number: z.string(), status: z.string(), routing: Routing, version: z.number().int() })
  .meta({ id: 'TenantDid' });
export type TenantDid = z.infer<typeof TenantDid>;
export const TenantDidList = listOf(TenantDid);
export const TenantDidQuery = listQuery(['number'], 'number').extend({
  search: searchText().optional(),
});
export const DidPatch = z.strictObject({ routing: Routing });

export const DID_STATUSES = ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT'] as const;
export const DidStatus = z.enum(DID_STATUSES);

/** A number in the partner's inventory. */
export const Did = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: DidStatus,
    tenantId: z.uuid().nullable(),
    tenantName: z.string().nullable(),
    releasedAt: z.iso.datetime().nullable(),
    lastTenantId: z.uuid().nullable(),
    lastTenantName: z.string().nullable(),
    ageingUntil: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Until then, giving it to another tenant needs an acknowledgement.' }),
    version: z.number().int(),
  })
  .meta({ id: 'Did' });
export type Did = z.infer<typeof Did>;
export const DidList = listOf(Did);
export const DidQuery = listQuery(['number', 'status', 'releasedAt'], 'number').extend({
  search: searchText()
    .optional()
    .meta({ description: 'Part of the number, however it is written, or words of its tenant’s name.' }),
  status: DidStatus.optional(),
  tenantId: z.uuid().optional(),
});

/** How many numbers one request adds. */
export const MAX_NUMBERS = 10_000;

/** Numbers and ranges (`+12125550110-+12125550119`). How they are read: `readEntries` in rules.ts. */
export const DidsCreate = z.strictObject({
  numbers: z.array(writtenNumber()).min(1, 'Name at least one number.').max(MAX_NUMBERS, 'At most 10,000 at once.'),
});
const RefusedNumber = z.object({ number: z.string(), code: z.string(), message: z.string() });
/** Per number what became of it; a number of somebody else says only that it is not available. */
export const DidsCreated = z.object({ added: z.array(Did), refused: z.array(RefusedNumber) });

export const ImportQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  column: z.coerce.number().int().min(1).max(1000).optional().meta({
    description: 'The column that holds the numbers, counted from 1, where heading and content leave it open.',
  }),
});
/** As JSON, or the text itself as `text/csv`. The column with the numbers is found by its heading and its content; a dry run asks where it may be one of several. */
export const DidsImport = z.strictObject({ csv: fileText() });

const ImportedLine = z.object({ line: z.number().int(), ...RefusedNumber.shape });
export const DidsImported = z.object({
  dryRun: z.boolean(),
  rows: z.number().int().meta({ description: 'Rows without the headings and without empty ones.' }),
  columns: z
    .array(
      z.object({
        column: z.number().int(),
        name: z.string().nullable(),
        use: z.enum(['numbers', 'from', 'to', 'ignored', 'candidate']).meta({
          description: '`candidate`: it may be the one. Send the request again with `column`.',
        }),
        numbers: z.number().int().meta({ description: 'How many of its cells are phone numbers.' }),
      }),
    )
    .meta({ description: 'Every column of the file, and what became of it.' }),
  added: z.array(z.string()),
  refused: z.array(ImportedLine),
  skipped: z.array(ImportedLine).meta({ description: 'Rows without a number, and rows that repeat an earlier one.' }),
});
export type DidsImported = z.infer<typeof DidsImported>;

const acknowledgeAgeing = z.boolean().default(false);
const tenantId = z.uuid('Choose a tenant.');
/** How many numbers one request assigns or releases. */
export const MAX_SELECTION = 1000;
const selection = z.array(z.uuid()).min(1, 'Choose at least one number.').max(MAX_SELECTION, 'At most 1,000 at once.');

export const AssignDid = z.strictObject({ tenantId, acknowledgeAgeing });
export const AssignDids = z.strictObject({ tenantId, acknowledgeAgeing, didIds: selection });
export const ReleaseDids = z.strictObject({ didIds: selection });
/** Per number of a selection what became of it. */
export const DidResults = z.object({
  done: z.array(Did),
  refused: z.array(
    z.object({
      didId: z.uuid(),
      number: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      ageingUntil: z.iso.datetime().optional(),
    }),
  ),
});
export type DidResults = z.infer<typeof DidResults>;
