import { keysOf } from '../../../src/platform/values/keys.ts';
import type { SuspensionReason } from '../../../src/status/contract.ts';
import { SuspendTenant } from '../../../src/tenants/lifecycle/suspensions-contract.ts';
import { formSchema } from '../../kit/forms/form-schema.ts';
import { REASON_NAMES } from '../../kit/words/status-labels.ts';
import type { Option } from '../../ui/fields.tsx';

/** The form values of a suspension. At first no reason is chosen. */
export type SuspensionForm = { reason: SuspensionReason | ''; note: string };
export const NOTHING_CHOSEN: SuspensionForm = { reason: '', note: '' };

export const suspensionSchema = formSchema(SuspendTenant, (typed: SuspensionForm) => typed);

const HINTS = {
  past_due: 'Its users see that a payment is overdue.',
  fraud: 'Its users see that calling was paused as a precaution.',
  manual: 'Its users see that you paused the service.',
} as const satisfies Partial<Record<SuspensionReason, string>>;

/** The reasons to choose from. Caps are set automatically. */
export const SUSPENSION_OPTIONS: readonly Option[] = keysOf(HINTS).map((value) => ({
  value,
  label: REASON_NAMES[value],
  hint: HINTS[value],
}));
