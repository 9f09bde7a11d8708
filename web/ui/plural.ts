const rules = new Intl.PluralRules('en');

/** A sentence or noun for each plural form, with `#` for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `plural(1200, { one: '# call ends', other: '# calls end' })` gives "1,200 calls end". */
export function plural(count: number, forms: PluralForms): string {
  return (forms[rules.select(count)] ?? forms.other).replaceAll('#', count.toLocaleString());
}
