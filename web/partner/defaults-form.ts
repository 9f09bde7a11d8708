import { type TenantDefaults, TenantDefaultsPut } from '../../src/tenants/contract.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import type { EditedFields } from '../conflicts.ts';
import { timezoneWords } from '../timezones.ts';
import { formOfLimits, limitFields, type LimitsForm, reachedWords, sentLimits, withLimits } from './limits-form.ts';
import { profileWords } from './tenant-form.ts';

export type DefaultsForm = {
  timezone: string | null;
  defaultCnam: string;
  suspensionBehavior: string;
  defaultBillingProfileId: string | null;
  defaultLimits: LimitsForm;
};

export const formOfDefaults = ({ defaultLimits, version: _version, ...rest }: TenantDefaults): DefaultsForm => ({
  ...rest,
  defaultLimits: formOfLimits(defaultLimits),
});

/** As they may be disputed. */
export const defaultsFields = (profiles: readonly SelectOption[]): EditedFields => ({
  timezone: { name: 'Timezone', words: timezoneWords },
  defaultCnam: { name: 'Default CNAM' },
  suspensionBehavior: { name: 'When a tenant reaches a limit', words: reachedWords },
  defaultBillingProfileId: { name: 'Default billing profile', words: profileWords(profiles) },
  ...limitFields('defaultLimits.'),
});

export const defaultsSchema = withLimits(TenantDefaultsPut, ({ defaultLimits, timezone, ...rest }: DefaultsForm) => ({
  ...rest,
  timezone: timezone ?? '',
  defaultLimits: sentLimits(defaultLimits),
}));
