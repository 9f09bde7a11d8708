import { z } from 'zod';

/** What stands on a document about the partner, as it was when the document was issued. */
export const Seller = z.object({
  name: z.string(),
  address: z.string(),
  taxIds: z.array(z.string()),
  footer: z.string(),
});
export type Seller = z.infer<typeof Seller>;

/** Whom a document bills, as it was then. */
export const Billed = z.object({ name: z.string(), email: z.string() });
export type Billed = z.infer<typeof Billed>;
