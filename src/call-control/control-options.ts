import type { Logger } from 'pino';
import type { CallLimits } from '../calls/model/silence.ts';
import type { Db } from '../platform/db/db.ts';
import type { WebClientSettings } from '../platform/http-client/client.ts';

export type ControlOptions = {
  db: Db;
  databaseUrl: string;
  dataDir: string;
  secretKey: string;
  limits: CallLimits;
  privateAddresses: WebClientSettings['privateAddresses'];
  log: Logger;
};
