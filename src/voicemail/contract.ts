import { z } from 'zod';
import { PlanNumber } from '../number-plan/contract.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, text, time, version } from '../platform/values/fields.ts';
import { uploadedFile } from '../platform/values/upload.ts';
import { email, label, searchText, wholeNumber } from '../platform/values/values.ts';
import { TRANSCRIPT_STATES } from '../transcripts/contract.ts';

export const voicemailErrors = {
  mailbox_of_extension: {
    status: 409,
    description: 'The mailbox belongs to an extension. Turn voicemail off there, or delete the extension.',
  },
} as const satisfies ErrorTable;

const MAX_EMAILS = 10;
const MAX_LAMPS = 20;
export const MAX_MESSAGE_SECONDS = 600;
/** The longest greeting, in seconds, and its largest file. */
export const MAX_GREETING_SECONDS = 120;
export const MAX_GREETING_BYTES = 20_000_000;

const MailboxNumber = PlanNumber.meta({
  description: 'The number that reaches the mailbox inside the tenant, 3 to 7 digits.',
  examples: ['800'],
});

const Pin = z
  .string()
  .regex(/^[0-9]{4,8}$/, 'Enter 4 to 8 digits.')
  .meta({
    description:
      'The PIN that opens it by phone: 4 to 8 digits, not the mailbox’s number, not one digit repeated, not digits in a row such as 1234. It is never returned. Null: no PIN, and the mailbox opens only from its own phone.',
    examples: ['4071'],
  });

const editable = {
  name: label().meta({ description: 'The person or team that it belongs to.', examples: ['Front desk'] }),
  emails: z
    .array(email())
    .max(MAX_EMAILS, `Enter at most ${MAX_EMAILS} addresses.`)
    .meta({
      description:
        'The people who get an email for each message. Above 60 an hour to one address, or 1,200 of the tenant, emails wait.',
      examples: [['front-desk@bakery.example']],
    }),
  attach: z
    .boolean()
    .meta({ description: 'The email has the message attached. Otherwise it has a link, which asks to sign in.' }),
  deleteAfterMail: z.boolean().meta({
    description: 'Deletes a message once every recipient’s mail server has accepted the email. Needs `attach`.',
  }),
  lampExtensionIds: z.array(idOf('extension')).max(MAX_LAMPS, `Choose at most ${MAX_LAMPS} extensions.`).meta({
    description:
      'Extensions whose message lamp also lights for this shared mailbox. An extension’s own mailbox lights only that extension’s lamp.',
  }),
  maxSeconds: wholeNumber(10, MAX_MESSAGE_SECONDS).meta({
    description: 'How long a message may be, in seconds.',
    examples: [180],
  }),
};

const DELETES_UNREAD = 'Attach the message, or it would be deleted unheard.';
const isHeard = ({
  attach,
  deleteAfterMail,
}: {
  attach?: boolean | undefined;
  deleteAfterMail?: boolean | undefined;
}): boolean => !(deleteAfterMail === true && attach === false);

export const MailboxCreate = z
  .strictObject({
    number: MailboxNumber,
    name: editable.name,
    pin: Pin.nullable().default(null),
    emails: editable.emails.default([]),
    lampExtensionIds: editable.lampExtensionIds.default([]),
    attach: editable.attach.default(true),
    deleteAfterMail: editable.deleteAfterMail.default(false),
    maxSeconds: editable.maxSeconds.default(180),
  })
  .refine(isHeard, { path: ['deleteAfterMail'], message: DELETES_UNREAD })
  .meta({ id: 'MailboxCreate', description: 'A shared mailbox to add.' });
export type MailboxCreate = z.input<typeof MailboxCreate>;

export const MailboxPatch = z
  .strictObject({ ...editable, pin: Pin.nullable() })
  .partial()
  .refine(isHeard, { path: ['deleteAfterMail'], message: DELETES_UNREAD })
  .meta({ id: 'MailboxPatch', description: 'The fields to change.' });
export type MailboxPatch = z.input<typeof MailboxPatch>;

export const Mailbox = z
  .object({
    id: idOf('mailbox'),
    number: text('The number that reaches it: the extension’s, or its own. It can’t be changed.', '101'),
    ...editable,
    name: text('The person or team that it belongs to.', 'Front desk'),
    emails: z.array(z.string()).meta({
      description:
        'The people who get an email for each message. Above 60 an hour to one address, or 1,200 of the tenant, emails wait.',
      examples: [['front-desk@bakery.example']],
    }),
    extensionId: idOf('extension')
      .nullable()
      .meta({ description: 'The extension that it belongs to; null for a shared one.' }),
    takesMessages: flag('False while voicemail is off on its extension. The messages in it stay.'),
    hasPin: flag('Whether a PIN is set for listening by phone.'),
    hasGreeting: flag('Whether it has its own greeting. Otherwise callers hear the packaged one.'),
    messages: count('How many messages are in it, at most 200.', 3),
    unread: count('The number of messages that are not marked as read.', 1),
    createdAt: createdAt(),
    version: version(),
  })
  .meta({ id: 'Mailbox', description: 'Where callers leave messages: of one extension, or shared.' });
export type Mailbox = z.infer<typeof Mailbox>;
export const MailboxList = listOf(Mailbox);
export const MailboxQuery = listQuery(['number', 'name'], 'number').extend({ search: searchText().optional() });

/** The greeting as a WAV file. */
export const GreetingPut = uploadedFile('Send the WAV file itself, as audio/wav.');

export const Voicemail = z
  .object({
    id: idOf('message'),
    mailbox: z
      .object({
        id: idOf('mailbox'),
        number: text('The mailbox’s internal number.', '101'),
        name: text('The mailbox’s name.', 'Front desk'),
      })
      .meta({ description: 'The id, number and name of the box with this message.' }),
    callId: idOf('call').nullable().meta({ description: 'The call that left it.' }),
    from: text('The caller: an outside number in E.164, an extension’s number, or `anonymous`.', '+12125550199'),
    fromName: text('The name that came with the call. May be empty.', 'MARIA LOPEZ'),
    receivedAt: time('When it was left.'),
    seconds: count('How long it is.', 24),
    read: flag('Whether somebody has listened to it.'),
    saved: flag('Whether it was saved by phone, which lists it among the saved messages.'),
    transcript: z.enum(TRANSCRIPT_STATES).nullable().meta({
      description: 'Whether what was said can be read, at `/transcript`. Null without a speech service.',
    }),
    version: version(),
  })
  .meta({ id: 'Voicemail', description: 'A message in a mailbox.' });
export type Voicemail = z.infer<typeof Voicemail>;
export const VoicemailList = listOf(Voicemail);
export const VoicemailQuery = listQuery(['receivedAt'], '-receivedAt').extend({
  mailboxId: idOf('mailbox').optional().meta({ description: 'Only messages in this mailbox.' }),
  read: z.enum(['true', 'false']).optional().meta({ description: 'Only read or only unread messages.' }),
  search: searchText()
    .optional()
    .meta({
      description: 'Part of the caller’s number, or words of the caller’s name or of the message.',
      examples: ['555-0199'],
    }),
});

export const VoicemailPatch = z
  .strictObject({
    read: z.boolean().meta({ description: 'Read or unread. The phone’s lamp follows.' }),
    saved: z.boolean().meta({ description: 'Among the saved messages.' }),
  })
  .partial()
  .meta({ id: 'VoicemailPatch', description: 'The fields to change.' });

/** What tells call control whose lamp changed, on the database's channel `voicemails`; null: too many to name. */
export const VoicemailsNotice = z.object({ extensions: z.array(z.string()).nullable() });
