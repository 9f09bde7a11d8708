import { z } from 'zod';
import { ROLES } from '../platform/http/caller.ts';
import type { ErrorTable } from '../platform/http/errors.ts';
import { listOf, listQuery } from '../platform/http/paging.ts';
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
  email_taken: { status: 409, description: 'This email address is in use already.' },
  last_admin: { status: 409, description: 'This is the last admin. Make somebody else an admin first.' },
  own_account: { status: 409, description: 'You can’t do this to your own account. Another admin can.' },
  link_expired: { status: 409, description: 'The link was used already or has expired. Ask for a new one.' },
  wrong_password: { status: 422, description: 'The current password is wrong.' },
  second_factor_required: {
    status: 401,
    description: 'The account has a second factor. Send the same request with `code`.',
  },
  wrong_code: { status: 401, description: 'The code is wrong or was used already.' },
  second_factor_enabled: { status: 409, description: 'The account has a second factor already.' },
  second_factor_not_begun: { status: 409, description: 'There is nothing to confirm. Begin the set-up first.' },
  second_factor_not_enabled: { status: 409, description: 'The account has no second factor.' },
} as const satisfies ErrorTable;

export const Email = email();
export const Password = newPassword();
export const PersonName = personName();

export const SignIn = z.strictObject({
  email: signInEmail(),
  password: givenPassword(),
  code: secondCode().optional(),
});

const Role = z.enum(ROLES).meta({ id: 'Role' });

export const Session = z
  .object({
    user: z.object({ id: z.uuid(), email: z.string(), name: z.string(), role: Role }),
    partner: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    tenant: z.object({ id: z.uuid(), name: z.string(), status: z.string() }).nullable(),
    permissions: z.array(z.string()),
    secondFactor: z.object({
      enabled: z.boolean(),
      setupRequired: z.boolean().meta({
        description:
          'Has to be set up before anything else: until then all but the own account answers 403 `second_factor_setup_required`.',
      }),
    }),
    voice: z.enum(['on', 'off']),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const User = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: Role,
    invited: z.boolean().meta({ description: 'Has not chosen a password yet.' }),
    secondFactor: z.boolean(),
    createdAt: z.iso.datetime(),
    lastSignInAt: z.iso.datetime().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;
/** Of somebody who was mailed a link: where there is no mail server, the link itself, to be handed over by other means. */
export const InvitedUser = User.extend({
  invitationLink: z.string().nullable().meta({
    description:
      'Null where the link was mailed. Without a mail server, the link: it works once, and whoever has it chooses the password.',
  }),
}).meta({ id: 'InvitedUser' });
export type InvitedUser = z.infer<typeof InvitedUser>;
export const UserList = listOf(User);
export const UserQuery = listQuery(['email', 'name', 'createdAt'], 'email').extend({
  search: searchText().optional(),
});

const TENANT_ROLES = ['tenant_admin', 'tenant_user'] as const;
const PARTNER_ROLES = ['partner_admin', 'partner_user'] as const;

/** Without a password an invitation is mailed, valid for 7 days. */
const TenantRole = z.enum(TENANT_ROLES).meta({
  description: '`tenant_user` signs in and looks after the own account; there is nothing else for it to see yet.',
});
export const TenantUserCreate = z.strictObject({
  email: Email,
  name: PersonName,
  role: TenantRole,
  password: Password.optional(),
});
export const TenantUserPatch = z.strictObject({
  name: PersonName.optional(),
  role: TenantRole.optional(),
  password: Password.optional(),
});
export const PartnerUserCreate = z.strictObject({ email: Email, name: PersonName, role: z.enum(PARTNER_ROLES) });
export const PartnerUserPatch = z.strictObject({ name: PersonName.optional(), role: z.enum(PARTNER_ROLES).optional() });

export const ChangePassword = z.strictObject({ currentPassword: givenPassword(), newPassword: Password });

export const SecondFactor = z
  .object({
    enabled: z.boolean(),
    enabledAt: z.iso.datetime().nullable(),
    setupRequired: z.boolean(),
    recoveryCodesLeft: z.number().int(),
  })
  .meta({ id: 'SecondFactor' });
export type SecondFactor = z.infer<typeof SecondFactor>;
export const ProvePassword = z.strictObject({ currentPassword: givenPassword() });
export const ProveBoth = z.strictObject({ currentPassword: givenPassword(), code: secondCode() });
export const ConfirmSecondFactor = z.strictObject({ code: secondCode() });
export const SecondFactorSetup = z.object({
  secret: z.string().meta({ description: 'Base32, for typing into an app. Shown once.' }),
  otpauthUri: z.string().meta({ description: 'The same as a QR code holds it.' }),
});
export const RecoveryCodes = z.object({
  recoveryCodes: z.array(z.string()).meta({ description: 'Each works once in place of a code. Shown once.' }),
});

export const SecuritySettings = z
  .object({ requireSecondFactor: z.boolean(), version: z.number().int() })
  .meta({ id: 'SecuritySettings' });
export type SecuritySettings = z.infer<typeof SecuritySettings>;
/** Takes what GET answered: the version is ignored, If-Match is what counts. */
export const SecuritySettingsPut = z.strictObject({
  requireSecondFactor: z.boolean(),
  version: z.unknown().optional(),
});

/** Answered alike for every address, whether or not it has an account. */
export const PasswordReset = z.strictObject({ email: signInEmail() });
export const PasswordResetAnswer = z.object({
  mail: z.enum(['sent', 'no_mail_server']).meta({
    description:
      '`sent`: if the address has an account, a link is on its way. `no_mail_server`: this service cannot send mail; an admin can give out a link.',
  }),
});

export const OwnSession = z
  .object({
    id: z.uuid(),
    current: z.boolean().meta({ description: 'The session of this request.' }),
    device: z.string().meta({ description: 'Browser and system, such as `Chrome on Windows`.' }),
    address: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().meta({ description: 'To within five minutes.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'OwnSession' });
export const OwnSessionList = z.object({ items: z.array(OwnSession) });

/** What a link says before it is used. The operator's own first link names nobody yet. */
export const Invitation = z.object({
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: Role,
  brand: z.string().nullable().meta({ description: 'The partner whose people are invited.' }),
  purpose: z.enum(['invitation', 'new_password']),
  secondFactor: z.boolean().meta({ description: 'Accepting asks for a `code` as well.' }),
});
export const InvitationToken = z.strictObject({ token: linkToken() });
export const AcceptInvitation = z.strictObject({
  token: linkToken(),
  password: Password,
  code: secondCode().optional(),
  email: Email.optional(),
  name: PersonName.optional(),
});
