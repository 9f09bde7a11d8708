import { type TenantDefaults, TenantDefaultsPut } from '../../src/tenants/contract.ts';
import { formOfLimits, type LimitsForm, sentLimits, withLimits } from './limits-form.ts';

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

export const defaultsSchema = withLimits(TenantDefaultsPut, ({ defaultLimits, timezone, ...rest }: DefaultsForm) => ({
  ...rest,
  timezone: timezone ?? '',
  defaultLimits: sentLimits(defaultLimits),
}));
