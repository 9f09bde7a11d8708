import { useFormContext } from 'react-hook-form';
import { TextInput } from '../../forms/form.tsx';
import { useTenantHome } from '../../session/tenant-home.ts';
import { numberHint } from './outside-number.ts';

type OutsideNumberInputProps = { name: string; label: string; autoFocus?: boolean };

/** An outside number as people write it in the tenant's country. Shows how it is read. */
export function OutsideNumberInput({ name, ...rest }: OutsideNumberInputProps) {
  const typed = useFormContext<Record<string, string>>().watch(name) ?? '';
  const home = useTenantHome();
  return (
    <TextInput {...rest} name={name} type="tel" placeholder="+12125550101" description={numberHint(typed, home)} />
  );
}
