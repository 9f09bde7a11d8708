/** Resolves after a time, or as soon as the signal aborts. Alone, it doesn't keep a program running. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    // many waits may share a signal, so each removes its listener
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer: NodeJS.Timeout | number = setTimeout(wake, Math.max(0, milliseconds));
    // a browser's timer is a number
    if (typeof timer === 'object') timer.unref();
    signal.addEventListener('abort', wake);
  });
}
