/** An action as people say it: `tenant_defaults.saved` gives "Tenant defaults saved". */
export function actionWords(action: string): string {
  const text = action.replace(/[._]/g, ' ').replace(/\bdids?\b/g, (word) => (word === 'did' ? 'number' : 'numbers'));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export type FieldChange = { field: string; before: string | null; after: string | null };

/** What changed, field by field; a field only on one side was set or removed. */
export function fieldChanges(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({
    field: fieldWords(field),
    before: valueWords(before?.[field]),
    after: valueWords(after?.[field]),
  }));
}

/** `billingEmail` and `billing_email` as "billing email". */
const fieldWords = (field: string): string =>
  field
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();

function valueWords(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return value.length === 0 ? '(none)' : value.map((item) => valueWords(item) ?? '').join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => `${fieldWords(name)} ${valueWords(inner) ?? '–'}`)
      .join(', ');
  }
  return String(value);
}
