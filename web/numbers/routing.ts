import type { Destination } from '../../src/destinations/contract.ts';
import type { SelectOption } from '../ui/SelectField.tsx';

// A routing as one value of a select: `none`, `external`, or an extension by its id.

export function routingOptions(extensions: readonly { id: string; number: string; name: string }[]): SelectOption[] {
  return [
    { value: 'none', label: 'Not in service (plays a message)', group: 'Other' },
    { value: 'external', label: 'An outside number…', group: 'Other' },
    ...extensions.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}`, group: 'Extensions' })),
  ];
}

export const optionOf = (routing: Destination): string => ('id' in routing ? routing.id : routing.kind);

/** The extension that an option stands for; null for any other. */
export const extensionOf = (option: string): string | null =>
  option === 'none' || option === 'external' ? null : option;

/** An outside number is asked for first; all else is known from the choice. */
export const routingOf = (option: string): Destination =>
  option === 'none' ? { kind: 'none' } : { kind: 'extension', id: option };
