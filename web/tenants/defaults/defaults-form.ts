import { FraudRules } from '../../../src/fraud/contract.ts';
import { OutboundRules } from '../../../src/outbound/contract.ts';
import {
  type SuspensionBehavior,
  type TenantDefaults,
  TenantDefaultsPut,
} from '../../../src/tenants/defaults/contract.ts';
import { formSchema } from '../../kit/forms/form-schema.ts';
import type { EditedFields } from '../../kit/forms/merge.ts';
import { type FraudForm, formOfFraud, fraudFields, sentFraud } from '../../kit/inputs/limits/fraud-form.ts';
import { formOfLimits, limitFields, type LimitsForm, sentLimits } from '../../kit/inputs/limits/limits-form.ts';
import {
  formOfOutbound,
  type OutboundForm,
  outboundFields,
  sentOutbound,
} from '../../kit/inputs/limits/outbound-form.ts';
import { timezoneLabel } from '../../kit/inputs/places/timezones.ts';
import type { SelectOption } from '../../ui/SelectField.tsx';
import { profileLabel } from '../tenant-form.ts';

export type DefaultsForm = {
  timezone: string | null;
  defaultCnam: string;
  defaultBillingProfileId: string | null;
  suspensionBehavior: SuspensionBehavior;
  defaultLimits: LimitsForm;
  outboundPermissions: OutboundForm;
  fraudRules: FraudForm;
};

export const formOfDefaults = (defaults: TenantDefaults): DefaultsForm => ({
  timezone: defaults.timezone,
  defaultCnam: defaults.defaultCnam,
  defaultBillingProfileId: defaults.defaultBillingProfileId,
  suspensionBehavior: defaults.suspensionBehavior,
  defaultLimits: formOfLimits(defaults.defaultLimits),
  outboundPermissions: formOfOutbound(defaults.outboundPermissions),
  fraudRules: formOfFraud(defaults.fraudRules),
});

/** The fields in which two users' changes can conflict. */
export const defaultsFields = (profiles: readonly SelectOption[]): EditedFields => ({
  timezone: { name: 'Timezone', words: timezoneLabel },
  defaultCnam: { name: 'Default CNAM' },
  defaultBillingProfileId: { name: 'Default billing profile', words: profileLabel(profiles) },
  suspensionBehavior: { name: 'When a limit is used up' },
  ...limitFields('defaultLimits.'),
  ...outboundFields('outboundPermissions.'),
  ...fraudFields('fraudRules.'),
});

const Typed = TenantDefaultsPut.omit({ version: true }).extend({
  outboundPermissions: OutboundRules,
  fraudRules: FraudRules,
});

export const defaultsSchema = formSchema(
  Typed,
  ({ defaultLimits, outboundPermissions, fraudRules, timezone, ...rest }: DefaultsForm) => ({
    ...rest,
    timezone: timezone ?? '',
    defaultLimits: sentLimits(defaultLimits),
    outboundPermissions: sentOutbound(outboundPermissions),
    fraudRules: sentFraud(fraudRules),
  }),
);
