export const OFFLINE = 'This part of the pages could not be loaded without a connection.';

/** Whether a chunk could not be loaded. Matches the messages of Chromium, Firefox, Safari, and the bundler for style sheets. */
export const isLoadFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message === OFFLINE ||
    /dynamically imported module|importing a module script|unable to preload/i.test(error.message));
