import type { TargetKind } from '../destinations/destinations.ts';
import { findMailbox } from './mailboxes.ts';

/** A mailbox as the target of a destination. */
export const mailboxTarget: TargetKind = {
  label: async (tx, tenantId, id) => {
    const mailbox = await findMailbox(tx, id);
    return mailbox?.tenant_id === tenantId ? `${mailbox.number} ${mailbox.name}` : null;
  },
  refusal: {
    message: 'Calls can only go to one of the tenant’s own mailboxes.',
    field: 'Choose one of the tenant’s mailboxes.',
  },
};
