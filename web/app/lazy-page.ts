import { lazyRouteComponent } from '@tanstack/react-router';
import { OFFLINE } from './load-failure.ts';

/** A page that is loaded when it is asked for. Without a connection it says so; the router would load the whole again, and lose what is there. */
export const lazyPage: typeof lazyRouteComponent = (importer, name) =>
  lazyRouteComponent(async () => {
    try {
      return await importer();
    } catch (error) {
      throw navigator.onLine ? error : new Error(OFFLINE, { cause: error });
    }
  }, name);
