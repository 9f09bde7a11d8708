import { listRegistrations } from '../../asterisk/ami.ts';
import { requestAri } from '../../asterisk/ari-request.ts';
import { endOfLog } from '../../asterisk/log/log-file.ts';
import { openTrunkKeeper, type TrunkKeeper } from '../../trunks/trunk-keeper.ts';
import type { AsteriskAccess } from '../ari/asterisk-access.ts';
import type { ControlOptions } from '../control-options.ts';

/** The trunks: their health, and our registrations with carriers. */
export const openTrunks = (
  { db, secretKey, dataDir, log }: ControlOptions,
  { connection, requireConnection }: AsteriskAccess,
): TrunkKeeper =>
  openTrunkKeeper({
    db,
    secretKey,
    node: () => connection()?.node,
    ari: (method, path, body) => requestAri(requireConnection(), method, path, body),
    registrations: () => listRegistrations(requireConnection()),
    readLog: () => endOfLog(dataDir),
    log,
  });
