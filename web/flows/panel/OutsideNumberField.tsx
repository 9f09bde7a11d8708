import { NO_NUMBER } from '../../../src/destinations/contract.ts';
import { displayNumber, toE164 } from '../../../src/platform/values/phone.ts';
import { numberHint } from '../../kit/inputs/choices/outside-number.ts';
import { useTenantHome } from '../../kit/session/tenant-home.ts';
import { TypedField } from './TypedField.tsx';

type OutsideNumberFieldProps = {
  /** in E.164; null: none yet */
  number: string | null;
  readOnly: boolean;
  take: (number: string) => string | undefined;
};

/** An outside number as people write it in the tenant's country. The flow changes once it can be read. */
export function OutsideNumberField({ number, readOnly, take }: OutsideNumberFieldProps) {
  const home = useTenantHome();
  return (
    <TypedField
      label="Outside number"
      value={number === null ? '' : displayNumber(number)}
      description={numberHint(number ?? '', home)}
      inputMode="tel"
      readOnly={readOnly || home === null}
      take={(text) => {
        const read = home && toE164(text, home);
        return read === null ? NO_NUMBER : take(read);
      }}
    />
  );
}
