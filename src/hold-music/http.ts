import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { chooseHoldMusic, readHoldMusic } from './hold-music.ts';

export function holdMusicRoutes(server: Server): void {
  server.on(endpoints.getHoldMusic, ({ tx, tenant }) => readHoldMusic(tx, tenant.id));

  server.on(endpoints.putHoldMusic, ({ tx, caller, tenant, body, ifMatch }) =>
    chooseHoldMusic(tx, caller, { tenant, input: body, ifMatch }),
  );
}
