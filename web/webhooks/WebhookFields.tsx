import { useFormContext, useWatch } from 'react-hook-form';
import { EVENT_TYPES } from '../../src/events/catalogue-contract.ts';
import { ChoiceInput, MultiSelectInput, SwitchInput, TextInput } from '../kit/forms/form.tsx';
import { TenantsInput } from '../kit/inputs/choices/TenantsInput.tsx';
import { ModeInput } from '../kit/inputs/ModeInput.tsx';
import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { eventName } from './labels.ts';
import type { WebhookForm } from './webhook-form.ts';

const OPTIONS = EVENT_TYPES.map((type) => ({ value: type, label: `${eventName(type)} (${type})` }));

const PRESETS: readonly { label: string; of: (type: string) => boolean }[] = [
  { label: 'All events', of: () => true },
  { label: 'Calls', of: (type) => type.startsWith('call.') },
  { label: 'Tenants', of: (type) => type.startsWith('tenant.') },
  { label: 'None', of: () => false },
];

/** The fields of a webhook. Its mode can't be changed later. */
export function WebhookFields({ isNew = false }: { isNew?: boolean }) {
  const { setValue } = useFormContext<WebhookForm>();
  const which = useWatch<WebhookForm, 'whichTenants'>({ name: 'whichTenants' });
  const choose = (of: (type: string) => boolean) =>
    setValue('types', EVENT_TYPES.filter(of), { shouldDirty: true, shouldValidate: true });
  return (
    <>
      <TextInput name="name" label="Name" maxLength={100} description="What it is for" autoFocus />
      <TextInput
        name="url"
        label="Address"

        placeholder="https://crm.example/hooks/pbx"
        description="Events are sent here by HTTPS"
      />
      {isNew && <ModeInput />}
      <Row tight>
        {PRESETS.map(({ label, of }) => (
          <Button key={label} small onClick={() => choose(of)}>
            {label}
          </Button>
        ))}
      </Row>
      <MultiSelectInput name="types" label="Events" options={OPTIONS} placeholder="Search events" />
      <ChoiceInput
        name="whichTenants"
        label="Tenants"
        options={[
          { value: 'all', label: 'All tenants', hint: 'Future ones too' },
          { value: 'chosen', label: 'Chosen tenants' },
        ]}
      />
      {which === 'chosen' && <TenantsInput />}
      <SwitchInput
        name="strictOrder"
        label="Strict order"
        description="Each tenant’s events arrive one after the other, so an event that your server refuses delays the later ones of the same tenant."
      />
    </>
  );
}
