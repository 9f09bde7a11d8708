/** How requests end. In a file of its own: addresses of pages are read by it, and the contract comes with zod. */
export const RESULTS = ['ok', 'refused', 'failed'] as const;
