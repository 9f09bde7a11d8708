import type { Destination, Target } from '../../../../src/destinations/contract.ts';
import { TARGET_KINDS } from '../../../../src/destinations/contract.ts';

/**
 * The form values of a destination: the chosen option and the typed outside number. `id` is an option: `none`, `external`, or a target's kind and id.
 * The fields are named as in the contract, so that errors are shown at their fields.
 */
export type DestinationForm = { id: string; number: string };

/** Null becomes the option `none`. */
export const toDestinationForm = (destination: Destination | null): DestinationForm => ({
  id: destination === null ? 'none' : optionOf(destination),
  number: destination?.kind === 'external' ? destination.number : '',
});

/** Converts the form's values, for the contract to validate. The server reads the number, in the tenant's country. */
export function readDestinationForm({ id, number }: DestinationForm): unknown {
  if (id === 'external') return { kind: 'external', number };
  return targetOfOption(id) ?? { kind: 'none' };
}

export const optionOf = (destination: Destination): string =>
  'id' in destination ? `${destination.kind}:${destination.id}` : destination.kind;

/** The target that an option stands for; null for any other option. */
export function targetOfOption(option: string): Target | null {
  const [name, id] = option.split(':');
  const kind = TARGET_KINDS.find((one) => one === name);
  return kind && id !== undefined ? { kind, id } : null;
}
