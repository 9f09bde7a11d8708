import type { TargetKind } from '../destinations/destinations.ts';
import * as sql from './sql.ts';

/** An extension as the target of a destination. */
export const extensionTarget: TargetKind = {
  label: async (tx, tenantId, id) => {
    const extension = await sql.nameOf(tx, tenantId, id);
    return extension ? `${extension.number} ${extension.name}` : null;
  },
  refusal: {
    message: 'Calls can only go to one of the tenant’s own extensions.',
    field: 'Choose one of the tenant’s extensions.',
  },
};
