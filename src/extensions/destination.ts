import type { Destination } from '../numbers/destinations.ts';
import * as sql from './sql.ts';

/** An extension as what a number can lead to. */
export const extensionDestination: Destination = {
  label: async (tx, tenantId, id) => {
    const extension = await sql.nameOf(tx, tenantId, id);
    return extension ? `${extension.number} ${extension.name}` : null;
  },
  refusal: {
    message: 'The number can only lead to one of the tenant’s own extensions.',
    field: 'Choose one of the tenant’s extensions.',
  },
};
