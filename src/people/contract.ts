import { z } from 'zod';
import { ROLES } from '../platform/http/caller.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
import { count, createdAt, flag, idOf, ignored, text, time, version } from '../platform/values/fields.ts';
import {
  integrationFields,
  integrationOnCreate,
  integrationOnPatch,
  integrationQuery,
} from '../platform/values/integration-data.ts';
import {
  email,
  givenPassword,
  linkToken,
  newPassword,
  personName,
  searchText,
  secondCode,
  signInEmail,
} from '../platform/values/values.ts';

export const peopleErrors = {
  wrong_credentials: { status: 401, description: 'Wrong email or password.' },
  email_taken: { status: 409, description: 'This email address is already in use.' },
  last_admin: { status: 409, description: 'This is the last admin. Make somebody else an admin first.' },
  own_account: { status: 409, description: 'You can’t do this to your own account. Another admin can.' },
  link_expired: { status: 409, description: 'The link has already been used or has expired. Ask for a new one.' },
  wrong_password: { status: 422, description: 'The current password is wrong.' },
  second_factor_required: {
    status: 401,
    description: 'The account has a second factor. Send the same request with `code`.',
  },
  wrong_code: { status: 401, description: 'The code is wrong or has already been used.' },
  second_factor_enabled: { status: 409, description: 'The account already has a second factor.' },
  second_factor_not_begun: { status: 409, description: 'There is nothing to confirm. Start the setup first.' },
  second_factor_not_enabled: { status: 409, description: 'The account has no second factor.' },
} as const satisfies ErrorTable;

export const Email = email().meta({ description: 'The email address to sign in with.' });
export const Password = newPassword();
export const PersonName = personName().meta({ description: 'The person’s name.', examples: ['Maria Rossi'] });

const currentPassword = givenPassword('The password that you sign in with today.');
const personMeta = { description: 'The person’s name.', examples: ['Maria Rossi'] };
const emailText = () => text('The email address to sign in with.', 'maria@bakery.example');

export const SignIn = z
  .strictObject({ email: signInEmail(), password: givenPassword(), code: secondCode().optional() })
  .meta({ id: 'SignIn', description: 'What you sign in with. `code` only where the account has a second factor.' });

const Role = z.enum(ROLES).meta({ id: 'Role', description: 'What a user may do.' });

export const Session = z
  .object({
    user: z
      .object({ id: idOf('user'), email: emailText(), name: z.string().meta(personMeta), role: Role })
      .meta({ description: 'Who is signed in.' }),
    partner: z
      .object({ id: idOf('partner'), name: text('The partner’s name.', 'Northwind Voice') })
      .nullable()
      .meta({ description: 'The partner of the user or of the user’s tenant; null for operators.' }),
    tenant: z
      .object({
        id: idOf('tenant'),
        name: text('The tenant’s name.', 'Bakery'),
        status: text('The tenant’s status, such as ACTIVE or SUSPENDED.', 'ACTIVE'),
      })
      .nullable()
      .meta({ description: 'The tenant of the user; null for partners’ and operators’ users.' }),
    extension: z
      .object({
        id: idOf('extension'),
        number: text('The extension’s internal number.', '101'),
        name: text('The extension’s name.', 'Front desk'),
      })
      .nullable()
      .meta({ description: 'The extension that is the user’s; null if none is.' }),
    permissions: z.array(z.string()).meta({
      description: 'What the user may do: `x-permission` of an operation names the one it needs.',
      examples: [['tenant.read']],
    }),
    secondFactor: z
      .object({
        enabled: flag('Whether sign-in asks for a code.'),
        setupRequired: flag(
          'Whether it has to be set up first. Until then only your own account can be used; everything else is 403 `second_factor_setup_required`.',
        ),
      })
      .meta({ description: 'The second factor of the account.' }),
    voice: z.enum(['on', 'off']).meta({ description: '`off`: this installation runs without calls.' }),
    mail: z
      .enum(['on', 'off'])
      .meta({ description: '`off`: this installation has no mail server, so emails are stored and not sent.' }),
  })
  .meta({ id: 'Session', description: 'The signed-in user and what they may do.' });
export type Session = z.infer<typeof Session>;

export const User = z
  .object({
    id: idOf('user'),
    email: emailText(),
    name: z.string().meta(personMeta),
    role: Role,
    invited: flag('Whether they were invited and have not chosen a password yet.'),
    extensionId: idOf('extension')
      .nullable()
      .meta({ description: 'Of a tenant’s user, the extension that is theirs. Null: none.' }),
    hearsRecordings: flag('Whether a tenant’s plain user may listen to the recordings of their own extension’s calls.'),
    secondFactor: flag('Whether sign-in asks for a code.'),
    ...integrationFields,
    createdAt: createdAt(),
    lastSignInAt: time('When the user last signed in. Null: never.').nullable(),
    version: version(),
  })
  .meta({ id: 'User', description: 'A person who signs in.' });
export type User = z.infer<typeof User>;
/** Without a mail server, it contains the link, to be passed on by other means. */
export const InvitedUser = User.extend({
  invitationLink: z
    .string()
    .nullable()
    .meta({
      description:
        'Null where the link was mailed. Without a mail server, the link itself: it works once and lets its holder choose the password.',
      examples: [null],
    }),
}).meta({ id: 'InvitedUser', description: 'A user who was sent a link.' });
export type InvitedUser = z.infer<typeof InvitedUser>;
export const UserList = listOf(User);
export const UserQuery = listQuery(['email', 'name', 'createdAt'], 'email').extend({
  search: searchText().optional(),
  ...integrationQuery,
});

const TENANT_ROLES = ['tenant_admin', 'tenant_user'] as const;
const PARTNER_ROLES = ['partner_admin', 'partner_user'] as const;

/** Without a password an invitation is mailed, valid for 7 days. */
const TenantRole = z.enum(TENANT_ROLES).meta({
  description:
    '`tenant_admin`: manages the tenant. `tenant_user`: has the calls and messages of their own extension, the directory and the contacts.',
});
const PartnerRole = z.enum(PARTNER_ROLES).meta({
  description: '`partner_admin`: manages everything of the partner. `partner_user`: view only.',
});
const ownExtension = idOf('extension').nullable().meta({
  description: 'The extension that is theirs: whose calls and messages they see as their own. Null: none.',
});
const hearsRecordings = z.boolean().meta({
  description:
    'A `tenant_user` may listen to the recordings of their own extension’s calls. Admins may hear all anyway.',
});
export const TenantUserCreate = z
  .strictObject({
    email: Email,
    name: PersonName,
    role: TenantRole,
    password: Password.optional().meta({
      description: 'A password to hand over. Without one, an invitation is mailed.',
    }),
    extensionId: ownExtension.default(null),
    hearsRecordings: hearsRecordings.default(false),
    ...integrationOnCreate,
  })
  .meta({ id: 'TenantUserCreate', description: 'A user to add to a tenant.' });
export const TenantUserPatch = z
  .strictObject({
    name: PersonName.optional(),
    role: TenantRole.optional(),
    password: Password.optional(),
    extensionId: ownExtension.optional(),
    hearsRecordings: hearsRecordings.optional(),
    ...integrationOnPatch,
  })
  .meta({ id: 'TenantUserPatch', description: 'The fields to change.' });
export const PartnerUserCreate = z
  .strictObject({ email: Email, name: PersonName, role: PartnerRole, ...integrationOnCreate })
  .meta({ id: 'PartnerUserCreate', description: 'A user to invite to the partner’s team.' });
export const PartnerUserPatch = z
  .strictObject({ name: PersonName.optional(), role: PartnerRole.optional(), ...integrationOnPatch })
  .meta({ id: 'PartnerUserPatch', description: 'The fields to change.' });

export const ChangePassword = z
  .strictObject({ currentPassword, newPassword: Password })
  .meta({ id: 'ChangePassword', description: 'Your current and your new password.' });

export const SecondFactor = z
  .object({
    enabled: flag('Whether sign-in asks for a code.'),
    enabledAt: time('When two-factor authentication was turned on. Null: it is off.').nullable(),
    setupRequired: flag('Whether your team requires it and you have not set it up.'),
    recoveryCodesLeft: count('Unused recovery codes, at most 10.', 10),
  })
  .meta({ id: 'SecondFactor', description: 'The second factor of your account.' });
export type SecondFactor = z.infer<typeof SecondFactor>;
export const ProvePassword = z
  .strictObject({ currentPassword })
  .meta({ id: 'ProvePassword', description: 'Your password, to confirm that it is you.' });
export const ProveBoth = z
  .strictObject({ currentPassword, code: secondCode() })
  .meta({ id: 'ProveBoth', description: 'Your password and a code, to confirm that it is you.' });
export const ConfirmSecondFactor = z
  .strictObject({ code: secondCode() })
  .meta({ id: 'ConfirmSecondFactor', description: 'A code from the authenticator app that you set up.' });
export const SecondFactorSetup = z
  .object({
    secret: text('The secret in Base32, to type into an app. Shown once.', 'JBSWY3DPEHPK3PXP'),
    otpauthUri: text(
      'The same for a QR code.',
      'otpauth://totp/maria%40bakery.example?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
    ),
  })
  .meta({ id: 'SecondFactorSetup', description: 'What an authenticator app needs.' });
export const RecoveryCodes = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .meta({ description: 'Each works once in place of a code. Shown once.', examples: [['k7m2-9qxd-4thw']] }),
  })
  .meta({ id: 'RecoveryCodes', description: 'Codes for when the authenticator app is lost.' });

const requireSecondFactor = flag('Whether everybody in the team has to use a second factor.');
export const SecuritySettings = z
  .object({ requireSecondFactor, version: version() })
  .meta({ id: 'SecuritySettings', description: 'How a team has to sign in.' });
export type SecuritySettings = z.infer<typeof SecuritySettings>;
/** Accepts the response of GET. The version in it is ignored; `If-Match` counts. */
export const SecuritySettingsPut = z
  .strictObject({ requireSecondFactor, version: ignored() })
  .meta({ id: 'SecuritySettingsPut', description: 'How the team has to sign in from now on.' });

/** The response is the same for every address, whether or not it has an account. */
export const PasswordReset = z
  .strictObject({ email: signInEmail() })
  .meta({ id: 'PasswordReset', description: 'The account whose password was forgotten.' });
export const PasswordResetResult = z
  .object({
    mail: z.enum(['sent', 'no_mail_server']).meta({
      description:
        '`sent`: if the address has an account, a link is on its way. `no_mail_server`: this service can’t send mail; ask an admin for a link.',
    }),
  })
  .meta({ id: 'PasswordResetResult', description: 'Whether a mail could be sent. The same for every address.' });

export const OwnSession = z
  .object({
    id: idOf('session'),
    current: flag('Whether it is the session of this request.'),
    device: text('The browser and system.', 'Chrome on Windows'),
    address: text('The IP address that you signed in from.', '203.0.113.7'),
    createdAt: time('When you signed in.'),
    lastUsedAt: time('When it was last used, to within five minutes.'),
    expiresAt: time('When the session ends, however often it is used.'),
  })
  .meta({ id: 'OwnSession', description: 'A place where you are signed in.' });
export const OwnSessionList = z
  .object({ items: z.array(OwnSession).meta({ description: 'All of your sessions.' }) })
  .meta({ id: 'OwnSessionList', description: 'Where you are signed in.' });

/** What the page of a link shows. The first operator's link names nobody yet. */
export const Invitation = z
  .object({
    email: emailText().nullable(),
    name: z.string().nullable().meta(personMeta),
    role: Role,
    brand: text('The name of the partner that the account belongs to.', 'Northwind Voice').nullable(),
    purpose: z.enum(['invitation', 'new_password']).meta({ description: 'What the link is for.' }),
    secondFactor: flag('Whether accepting asks for `code` as well.'),
  })
  .meta({ id: 'Invitation', description: 'The account that a link is for.' });
export const InvitationToken = z
  .strictObject({ token: linkToken() })
  .meta({ id: 'InvitationToken', description: 'The link to read.' });
export const AcceptInvitation = z
  .strictObject({
    token: linkToken(),
    password: Password,
    code: secondCode().optional(),
    email: Email.optional().meta({ description: 'Needed only for the first operator, whose link names nobody.' }),
    name: PersonName.optional().meta({ description: 'Needed only for the first operator, whose link names nobody.' }),
  })
  .meta({ id: 'AcceptInvitation', description: 'The link and the password to sign in with from now on.' });
