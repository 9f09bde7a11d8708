import { getCountries } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { COUNTRY_ALIASES } from '../../platform/numbers/e164.ts';
import { CARIBBEAN } from '../../platform/numbers/north-america.ts';
import { emergencyNumbersIn } from '../../platform/numbers/reserved.ts';

/**
 * What the dialplan has to know to place an emergency call while call control is away. `help-DE` leads what is dialled for help in Germany to the number
 * that is called; `home` tells the country of a number in E.164.
 */
export function emergencyDialplan(): string {
  const countries = getCountries();
  const help = countries.map((country) => [
    `[help-${country}]`,
    ...emergencyNumbersIn(country).map(({ dialled, number }) => `exten => ${dialled},1,Goto(emergency,${number},1)`),
  ]);
  const aliases = Object.entries(COUNTRY_ALIASES).map(([alias, country]) => [
    `[help-${alias}]`,
    `include => help-${country}`,
  ]);
  // where countries share a calling code, the first is the one that most of its numbers belong to
  const byCode = Object.entries(metadata.country_calling_codes).map(
    ([code, [country = '']]) => [code, country] as const,
  );
  const byAreaCode = Object.entries(CARIBBEAN).map(([area, country]) => [`1${area}`, country] as const);
  const home = [...byAreaCode, ...byCode].flatMap(([code, country]) => [
    `exten => _+${code}!,1,Set(EMERGENCY_COUNTRY=${country})`,
    ' same => n,Goto(find,s,country)',
  ]);
  return [...help, ...aliases, ['[home]', ...home]].map((lines) => lines.join('\n')).join('\n\n');
}
