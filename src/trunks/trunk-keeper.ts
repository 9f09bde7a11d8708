import type { Logger } from 'pino';
import { asNobody, type Db } from '../platform/db.ts';
import { askOptions } from './options.ts';
import { type Health, isReachable } from './rules.ts';
import * as sql from './sql.ts';
import { type TrunkWatch, watchTrunks, type WatchedTrunk } from './watch.ts';

export type KeeperOptions = {
  db: Db;
  /** which Asterisk this is; unknown until it is there */
  node: () => string | undefined;
  log: Logger;
};

export type TrunkKeeper = {
  watch: TrunkWatch;
  /** Reads the trunks again. While the database does not answer, those known go on. */
  read(): Promise<void>;
  stop(): void;
};

/** Keeps call control's knowledge of the trunks, and writes what it finds out where the operator sees it. */
export function keepTrunks({ db, node, log }: KeeperOptions): TrunkKeeper {
  const watch = watchTrunks({ ask: askOptions, onAsked: note });

  function note({ id, host, port }: WatchedTrunk, health: Health, roundTripMs: number | null): void {
    const name = node();
    if (name === undefined) return;
    const { answersOptions, answersCalls } = health;
    const found = {
      target: `${host}:${port}`,
      reachable: isReachable(health),
      roundTripMs,
      answersOptions,
      answersCalls,
    };
    asNobody(db, (tx) => sql.noteTrunkState(tx, name, id, found)).catch((err: unknown) =>
      log.debug({ err }, 'the state of a trunk could not be written'),
    );
  }

  return {
    watch,
    async read() {
      try {
        watch.watch(await asNobody(db, sql.trunksToWatch));
      } catch (err) {
        log.warn({ err }, 'the trunks could not be read');
      }
    },
    stop: () => watch.stop(),
  };
}
