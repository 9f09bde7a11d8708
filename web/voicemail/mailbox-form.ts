import { z } from 'zod';
import { type Mailbox, MailboxCreate, MailboxPatch } from '../../src/voicemail/contract.ts';
import { pinFault } from '../../src/voicemail/rules.ts';
import { typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';

/** `pin`: a new PIN; blank doesn't change it. */
export type MailboxForm = {
  name: string;
  pin: string;
  emails: string;
  lampExtensionIds: string[];
  mail: 'attach' | 'link' | 'deleteAfterMail';
  maxSeconds: string;
};
export type NewMailboxForm = MailboxForm & { number: string };

export const newMailbox: NewMailboxForm = {
  number: '',
  name: '',
  pin: '',
  emails: '',
  lampExtensionIds: [],
  mail: 'attach',
  maxSeconds: '180',
};

export const mailboxFormOf = (mailbox: Mailbox): MailboxForm => {
  const { name, emails, lampExtensionIds, attach, deleteAfterMail, maxSeconds } = mailbox;
  return {
    name,
    pin: '',
    emails: emails.join('\n'),
    lampExtensionIds,
    mail: deleteAfterMail ? 'deleteAfterMail' : attach ? 'attach' : 'link',
    maxSeconds: String(maxSeconds),
  };
};

export const MAILBOX_FIELDS: EditedFields = {
  name: { name: 'Name' },
  pin: { name: 'PIN' },
  emails: { name: 'Email addresses' },
  lampExtensionIds: { name: 'Message lamps', words: () => 'other extensions' },
  mail: { name: 'Email' },
  maxSeconds: { name: 'Longest message (seconds)' },
};

export const MAIL_OPTIONS = [
  { value: 'attach', label: 'Attach the message' },
  { value: 'link', label: 'Send a link that asks to sign in' },
  { value: 'deleteAfterMail', label: 'Attach the message, and delete it here once it’s delivered' },
] as const;

/** Converts the form's values to the contract's input. */
function sent<Form extends MailboxForm>({ pin, emails, mail, maxSeconds, ...rest }: Form) {
  return {
    ...rest,
    ...(pin !== '' && { pin }),
    emails: emails.split(/[\s,;]+/).filter(Boolean),
    attach: mail !== 'link',
    deleteAfterMail: mail === 'deleteAfterMail',
    maxSeconds: typedNumber(maxSeconds),
  };
}

/** Faults are shown at their fields. The fault of one of several addresses is shown at the field with all of them. */
function formOver<Form extends MailboxForm, Output>(contract: z.ZodType<Output>, numberOf: (form: Form) => string) {
  return z.custom<Form>().transform((form, issue): Output => {
    const fault = form.pin === '' ? null : pinFault(form.pin, numberOf(form));
    const { data, error } = contract.safeParse(sent(form));
    if (fault !== null) issue.addIssue({ code: 'custom', path: ['pin'], message: fault });
    for (const { path, message } of error?.issues ?? []) {
      const [field = '', index] = path;
      const which = field === 'emails' && typeof index === 'number' ? `${sent(form).emails[index]}: ` : '';
      if (field !== 'pin') issue.addIssue({ code: 'custom', path: [String(field)], message: `${which}${message}` });
    }
    return data === undefined || fault !== null ? z.NEVER : data;
  });
}

export const createSchema = formOver<NewMailboxForm, z.output<typeof MailboxCreate>>(
  MailboxCreate,
  ({ number }) => number,
);
export const editSchema = (number: string) =>
  formOver<MailboxForm, z.output<typeof MailboxPatch>>(MailboxPatch, () => number);
