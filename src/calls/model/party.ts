/** A party in a call: an extension or an outside number. */
export type Party = { extensionId: string | null; number: string };
