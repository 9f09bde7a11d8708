import { z } from 'zod';

/** The partner's details on a document, as they were when it was issued. */
export const Seller = z.object({
  name: z.string(),
  address: z.string(),
  taxIds: z.array(z.string()),
  footer: z.string(),
});
export type Seller = z.infer<typeof Seller>;

/** The billed tenant or partner, as it was when the document was issued. */
export const Billed = z.object({ name: z.string(), email: z.string() });
export type Billed = z.infer<typeof Billed>;
