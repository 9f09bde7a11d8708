export const OFFLINE = 'This part of the pages could not be loaded without a connection.';

/** Whether a part of the pages could not be fetched: as Chromium, Firefox and Safari say it, and the bundler of its style sheets. */
export const isLoadFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message === OFFLINE ||
    /dynamically imported module|importing a module script|unable to preload/i.test(error.message));
