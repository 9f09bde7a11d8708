import { type TenantDefaults, TenantDefaultsPut } from '../../src/tenants/contract.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import type { EditedFields } from '../conflicts.ts';
import { timezoneWords } from '../timezones.ts';
import { ActingLimits, formOfLimits, limitFields, type LimitsForm, sentLimits, withLimits } from './limits-form.ts';
import { profileWords } from './tenant-form.ts';

/** The defaults that act. The API has more, which stay as they are. */
export type DefaultsForm = {
  timezone: string | null;
  defaultCnam: string;
  defaultBillingProfileId: string | null;
  defaultLimits: LimitsForm;
};

export const formOfDefaults = (defaults: TenantDefaults): DefaultsForm => ({
  timezone: defaults.timezone,
  defaultCnam: defaults.defaultCnam,
  defaultBillingProfileId: defaults.defaultBillingProfileId,
  defaultLimits: formOfLimits(defaults.defaultLimits),
});

/** As they may be disputed. */
export const defaultsFields = (profiles: readonly SelectOption[]): EditedFields => ({
  timezone: { name: 'Timezone', words: timezoneWords },
  defaultCnam: { name: 'Default CNAM' },
  defaultBillingProfileId: { name: 'Default billing profile', words: profileWords(profiles) },
  ...limitFields('defaultLimits.'),
});

const Acting = TenantDefaultsPut.pick({ timezone: true, defaultCnam: true, defaultBillingProfileId: true }).extend({
  defaultLimits: ActingLimits,
});

export const defaultsSchema = withLimits(Acting, ({ defaultLimits, timezone, ...rest }: DefaultsForm) => ({
  ...rest,
  timezone: timezone ?? '',
  defaultLimits: sentLimits(defaultLimits),
}));

/** What is typed in the place of what was read: a PUT names everything. */
export const withTyped = (base: TenantDefaults, typed: typeof Acting._output): TenantDefaults => ({
  ...base,
  ...typed,
  defaultLimits: { ...base.defaultLimits, ...typed.defaultLimits },
});
