import { z } from 'zod';

/** A file that is the whole body of a request. Its bytes are private, so that JSON checks don't iterate over them. */
export class Upload {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }
}

/** The body of an endpoint that accepts a file. The web sends a `Blob`, the server receives an `Upload`. */
export const uploadedFile = (message: string) =>
  z.custom<Upload | Blob>().transform((body, issue): Upload => {
    if (body instanceof Upload) return body;
    issue.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
