import { lazyRouteComponent } from '@tanstack/react-router';
import { OFFLINE } from './load-failure.ts';

/** A page that is loaded on demand. Without a connection it shows an error; the router itself would reload everything and lose the user's input. */
export const lazyPage: typeof lazyRouteComponent = (importer, name) =>
  lazyRouteComponent(async () => {
    try {
      return await importer();
    } catch (error) {
      throw navigator.onLine ? error : new Error(OFFLINE, { cause: error });
    }
  }, name);
