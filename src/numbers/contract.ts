import { z } from 'zod';
import { DESTINATION_SHAPES } from '../destinations/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { E911Address, StoredAddress } from '../platform/values/address.ts';
import { count, EXAMPLE_ID, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { integrationFields, integrationOnPatch, integrationQuery } from '../platform/values/integration-data.ts';
import { chosenColumn, numberColumns } from '../platform/values/number-columns.ts';
import { fileText, searchText, writtenNumber } from '../platform/values/values.ts';

export const numberErrors = {
  did_not_available: {
    status: 409,
    description: 'This number is already assigned, is being ported out, or belongs to somebody else.',
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

const { none, extension, group, mailbox, flow, external } = DESTINATION_SHAPES;

const extensionId = z.uuid('Choose an extension.').meta({
  description: 'The extension, as `id`: the name that this field had first.',
  examples: [EXAMPLE_ID],
});

/** Where calls to a number go. `extensionId` is also accepted for an extension. */
export const RoutingInput = z
  .discriminatedUnion('kind', [
    none,
    extension
      .extend({ id: extension.shape.id.optional(), extensionId: extensionId.optional() })
      .transform(({ kind, id, extensionId: other }, { addIssue }) => {
        const known = id ?? other;
        if (known !== undefined && (other ?? known) === known) return { kind, id: known };
        addIssue({ code: 'custom', path: ['id'], message: 'Choose an extension.' });
        return z.NEVER;
      }),
    group,
    mailbox,
    flow,
    external,
  ])
  .meta({ id: 'RoutingInput', description: 'Where calls to a number go.' });

export const Routing = z
  .discriminatedUnion('kind', [none, extension.extend({ extensionId }), group, mailbox, flow, external])
  .meta({ id: 'Routing', description: 'Where calls to a number go.' });
export type Routing = z.infer<typeof Routing>;

/** A number as its tenant sees it. */
export const TenantDid = z
  .object({
    id: idOf('number'),
    number: text('The number in E.164.', '+12125550101'),
    status: text('`ASSIGNED`, or `PORTING_OUT` while it moves to another carrier.', 'ASSIGNED'),
    routing: Routing,
    e911Address: StoredAddress.nullable().meta({
      description: 'Where the phones are that call out with this number. Null: at the tenant’s own address.',
    }),
    ...integrationFields,
    version: version(),
  })
  .meta({ id: 'TenantDid', description: 'A phone number as its tenant sees it.' });
export type TenantDid = z.infer<typeof TenantDid>;
export const TenantDidList = listOf(TenantDid);
export const TenantDidQuery = listQuery(['number'], 'number').extend({
  search: searchText()
    .optional()
    .meta({ description: 'Part of the number, however it is written.', examples: ['555-0101'] }),
  ...integrationQuery,
});
export const DidPatch = z
  .strictObject({ routing: RoutingInput })
  .meta({ id: 'DidPatch', description: 'Where calls to the number go from now on.' });

export const DidAddressPut = z
  .strictObject({
    e911Address: E911Address.nullable().meta({ description: 'The address; null for the tenant’s own.' }),
  })
  .meta({ id: 'DidAddressPut', description: 'Where 911 sends help for calls with this number.' });

export const DID_STATUSES = ['UNASSIGNED', 'ASSIGNED', 'PORTING_OUT', 'PORTED_OUT'] as const;
export const DidStatus = z
  .enum(DID_STATUSES)
  .meta({ id: 'DidStatus', description: 'Only an `UNASSIGNED` number can be assigned or removed.' });
export type DidStatus = z.infer<typeof DidStatus>;

/** A number in the partner's inventory. */
export const Did = z
  .object({
    id: idOf('number'),
    number: text('The number in E.164.', '+12125550101'),
    tollFree: flag('Whether its owner pays for calls to it. Billing profiles have separate fees for such numbers.'),
    status: DidStatus,
    tenantId: idOf('tenant that has it').nullable(),
    tenantName: text('The present name of `tenantId`’s tenant.', 'Bakery').nullable(),
    releasedAt: time('When its last tenant gave it back.').nullable(),
    lastTenantId: idOf('tenant that had it last').nullable(),
    lastTenantName: text('The present name of `lastTenantId`’s tenant.', 'Garage').nullable(),
    ageingUntil: time(
      'The end of its quarantine. Until then, assigning it to another tenant needs `acknowledgeAgeing`.',
    ).nullable(),
    ...integrationFields,
    version: version(),
  })
  .meta({ id: 'Did', description: 'A phone number in the partner’s inventory.' });
export type Did = z.infer<typeof Did>;
export const DidList = listOf(Did);
export const DidQuery = listQuery(['number', 'status', 'releasedAt'], 'number').extend({
  search: searchText()
    .optional()
    .meta({
      description: 'Part of the number, however it is written, or words of its tenant’s name.',
      examples: ['555-0101'],
    }),
  status: DidStatus.optional().meta({ description: 'Only numbers with this status.' }),
  tenantId: idOf('tenant').optional().meta({ description: 'Only numbers of this tenant.' }),
  ...integrationQuery,
});

export const DidEdit = z
  .strictObject(integrationOnPatch)
  .meta({ id: 'DidEdit', description: 'The number’s `externalId` and `metadata`, for your own programs.' });

/** The limit of numbers that one request can add. */
export const MAX_NUMBERS = 10_000;

/** Numbers and ranges (`+12125550110-+12125550119`). `readEntries` in rules.ts parses them. */
export const DidsCreate = z
  .strictObject({
    numbers: z
      .array(writtenNumber())
      .min(1, 'Enter at least one number.')
      .max(MAX_NUMBERS, 'Enter at most 10,000 numbers at once.')
      .meta({
        description: 'Numbers as people write them, and ranges such as +12125550110-+12125550119.',
        examples: [['+12125550101', '+12125550110-+12125550119']],
      }),
  })
  .meta({ id: 'DidsCreate', description: 'Numbers to add to the inventory.' });
const code = text('Why it was refused, such as `invalid` or `did_not_available`.', 'did_not_available');
const message = text('The same for people.', 'This number is not available.');
const RefusedNumber = z.object({ number: text('The number as it was sent.', '+12125550101'), code, message });
/** The result for each number. Another partner's number is only reported as not available. */
export const DidsCreated = z
  .object({
    added: z.array(Did).meta({ description: 'The numbers that were added.' }),
    refused: z.array(RefusedNumber).meta({ description: 'The numbers that were not added.' }),
  })
  .meta({ id: 'DidsCreated', description: 'The result for each number.' });

export const ImportQuery = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: '`true`: reports what the import would do, and adds nothing.' }),
  column: chosenColumn(),
});
/**
 * As JSON, or the text itself as `text/csv`. The column with the numbers is found by heading and content; if several are possible, a dry run asks.
 */
export const DidsImport = z
  .strictObject({
    csv: fileText().meta({ description: 'The content of the file.', examples: ['Number\n(212) 555-0101\n'] }),
  })
  .meta({ id: 'DidsImport', description: 'A CSV file with numbers.' });

const ImportedLine = z
  .object({ line: count('The line of the file, counted from 1.', 2), ...RefusedNumber.shape })
  .meta({ id: 'ImportedLine', description: 'A row from which no number was added.' });
export const DidsImported = z
  .object({
    dryRun: flag('Whether nothing was written, because the request asked for a preview.'),
    rows: count('Rows of the file, without headings and empty rows.', 1),
    columns: numberColumns('externalId', 'each number gets its `externalId` from it.'),
    added: z
      .array(z.string())
      .meta({ description: 'The numbers that were added, in E.164.', examples: [['+12125550101']] }),
    refused: z.array(ImportedLine).meta({ description: 'Rows whose number can’t be added.' }),
    skipped: z.array(ImportedLine).meta({ description: 'Rows without a number, and rows that repeat an earlier one.' }),
  })
  .meta({ id: 'DidsImported', description: 'The result for each row of the file.' });
export type DidsImported = z.infer<typeof DidsImported>;

const acknowledgeAgeing = z
  .boolean()
  .default(false)
  .meta({ description: 'Assigns a number also while it is in quarantine after its last tenant.' });
const tenantId = z.uuid('Choose a tenant.').meta({ description: 'The tenant.', examples: [EXAMPLE_ID] });
/** The limit of numbers that one request can assign or release. */
export const MAX_SELECTION = 1000;
const selection = z
  .array(z.uuid())
  .min(1, 'Choose at least one number.')
  .max(MAX_SELECTION, 'Choose at most 1,000 numbers at once.')
  .meta({ description: 'The ids of the numbers.', examples: [[EXAMPLE_ID]] });

export const AssignDid = z
  .strictObject({ tenantId, acknowledgeAgeing })
  .meta({ id: 'AssignDid', description: 'The tenant that gets the number.' });
export const AssignDids = z
  .strictObject({ tenantId, acknowledgeAgeing, didIds: selection })
  .meta({ id: 'AssignDids', description: 'The tenant and the numbers that it gets.' });
export const ReleaseDids = z
  .strictObject({ didIds: selection })
  .meta({ id: 'ReleaseDids', description: 'The numbers to take back.' });
/** The result for each number of a selection. */
export const DidResults = z
  .object({
    done: z.array(Did).meta({ description: 'The numbers that were changed.' }),
    refused: z
      .array(
        z.object({
          didId: idOf('number'),
          number: text('The number in E.164; null where there is no such number.', '+12125550101').nullable(),
          code,
          message,
          ageingUntil: time('The end of its quarantine.').optional(),
        }),
      )
      .meta({ description: 'The numbers that were not changed.' }),
  })
  .meta({ id: 'DidResults', description: 'The result for each number of a selection.' });
export type DidResults = z.infer<typeof DidResults>;
