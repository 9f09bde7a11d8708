import { formSchema } from '../kit/form-schema.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import type { EditedFields } from '../kit/merge.ts';
import { timezoneLabel } from '../kit/timezones.ts';
import { OutboundRules } from '../../src/outbound/contract.ts';
import { formOfOutbound, type OutboundForm, outboundFields, sentOutbound } from '../kit/outbound-form.ts';
import { formOfLimits, limitFields, type LimitsForm, sentLimits, TypedLimits } from '../kit/limits-form.ts';
import { profileLabel } from './tenant-form.ts';
import { type TenantDefaults, TenantDefaultsPut } from '../../src/tenants/defaults-contract.ts';

/** The defaults that act. The API has more, which stay as they are. */
export type DefaultsForm = {
  timezone: string | null;
  defaultCnam: string;
  defaultBillingProfileId: string | null;
  defaultLimits: LimitsForm;
  outboundPermissions: OutboundForm;
};

export const formOfDefaults = (defaults: TenantDefaults): DefaultsForm => ({
  timezone: defaults.timezone,
  defaultCnam: defaults.defaultCnam,
  defaultBillingProfileId: defaults.defaultBillingProfileId,
  defaultLimits: formOfLimits(defaults.defaultLimits),
  outboundPermissions: formOfOutbound(defaults.outboundPermissions),
});

/** As they may be disputed. */
export const defaultsFields = (profiles: readonly SelectOption[]): EditedFields => ({
  timezone: { name: 'Timezone', words: timezoneLabel },
  defaultCnam: { name: 'Default CNAM' },
  defaultBillingProfileId: { name: 'Default billing profile', words: profileLabel(profiles) },
  ...limitFields('defaultLimits.'),
  ...outboundFields('outboundPermissions.'),
});

const Acting = TenantDefaultsPut.pick({ timezone: true, defaultCnam: true, defaultBillingProfileId: true }).extend({
  defaultLimits: TypedLimits,
  outboundPermissions: OutboundRules,
});

export const defaultsSchema = formSchema(
  Acting,
  ({ defaultLimits, outboundPermissions, timezone, ...rest }: DefaultsForm) => ({
    ...rest,
    timezone: timezone ?? '',
    defaultLimits: sentLimits(defaultLimits),
    outboundPermissions: sentOutbound(outboundPermissions),
  }),
);

/** What is typed in the place of what was read: a PUT names everything. */
export const withTyped = (base: TenantDefaults, typed: typeof Acting._output): TenantDefaults => ({
  ...base,
  ...typed,
  defaultLimits: { ...base.defaultLimits, ...typed.defaultLimits },
});
