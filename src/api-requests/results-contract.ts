/** In a separate file, so that the pages that parse URLs don't load the contract and zod. */
export const RESULTS = ['ok', 'refused', 'failed'] as const;
