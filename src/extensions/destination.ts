import type { Destination } from '../numbers/destinations.ts';
import * as sql from './sql.ts';

/** An extension as the destination of a number. */
export const extensionDestination: Destination = {
  label: async (tx, tenantId, id) => {
    const extension = await sql.nameOf(tx, tenantId, id);
    return extension ? `${extension.number} ${extension.name}` : null;
  },
  refusal: {
    message: 'The number can only ring one of the tenant’s own extensions.',
    field: 'Choose one of the tenant’s extensions.',
  },
};
