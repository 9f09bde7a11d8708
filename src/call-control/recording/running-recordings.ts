import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { VoiceConnection } from '../../asterisk/connection.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Storage } from '../../platform/db/storage.ts';
import {
  beginRecording,
  finishRecording,
  runningOn,
  type RunningRecording,
  savePause,
  sweepRecorded,
} from '../../recordings/capture.ts';
import type { RecorderCommand } from '../../recordings/recorder.ts';
import { recordedSide } from '../../recordings/talk.ts';
import type { Request } from '../ari/ari.ts';
import { openSnoops, snoopsOf } from './snoops.ts';

export type RunningOptions = {
  db: Db;
  storage: Storage;
  request: Request;
  connection: () => VoiceConnection;
  log: Logger;
  /** Called when a recording could not begin, or has ended by itself. */
  onLost: (callId: string, id: string) => void;
};

const Channels = z.array(z.object({ id: z.string() }));

/** The recordings that are being made: their rows, their channels in Asterisk and their files. */
export class RunningRecordings {
  readonly #options: RunningOptions;
  readonly #snoops: ReturnType<typeof openSnoops>;
  /** by recording id: recordings that this process has started and not finished */
  readonly #open = new Map<string, RunningRecording>();
  readonly #beginning = new Set<string>();
  readonly #finishing = new Map<string, Promise<void>>();

  constructor(options: RunningOptions) {
    this.#options = options;
    this.#snoops = openSnoops(options.request);
  }

  async begin(callId: string, { id, talk, cause, paused }: Extract<RecorderCommand, { type: 'begin' }>): Promise<void> {
    const { db, connection, onLost } = this.#options;
    const { node } = connection();
    const side = recordedSide(talk);
    const { tenantId } = talk;
    this.#beginning.add(id);
    try {
      const permitted = await beginRecording(db, { id, talk, cause, node, at: new Date().toISOString(), paused });
      if (!permitted) return onLost(callId, id);
      this.#open.set(id, { id, tenantId, callId, channel: side.channel, paused, ofCaller: side === talk.caller });
      if (await this.#snoops.start(id, side.channel)) return paused ? await this.#snoops.mute(id, true) : undefined;
      onLost(callId, id);
      return await this.finish(id);
    } finally {
      this.#beginning.delete(id);
    }
  }

  async pause({ tenantId, id, paused }: Extract<RecorderCommand, { type: 'pause' }>): Promise<void> {
    await this.#snoops.mute(id, paused);
    return savePause(this.#options.db, tenantId, id, paused);
  }

  finish(id: string): Promise<void> {
    const going = this.#finishing.get(id) ?? this.#finish(id).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, going);
    return going;
  }

  onReady(snoop: string): void {
    this.#snoops.onReady(snoop);
  }

  /** The recording of a channel has ended by itself, because the channel is gone. */
  onEnded(snoop: string): void {
    const running = [...this.#open.values()].find(({ id }) => snoopsOf(id).includes(snoop));
    if (!running) return;
    this.#options.onLost(running.callId, running.id);
    const failed = (err: unknown) => this.#options.log.error({ err }, 'a recording is completed later');
    void this.finish(running.id).catch(failed);
  }

  /** Completes recordings that were running when Asterisk or call control died. `isWanted`: whether its call still records it. */
  async recover(isWanted: (running: RunningRecording) => boolean): Promise<void> {
    const { db, request, connection, onLost } = this.#options;
    const rows = await runningOn(db, connection().node);
    const { body } = await request('GET', 'channels');
    const channels = new Set(Channels.parse(body).map(({ id }) => id));
    for (const row of rows) {
      if (!this.#open.has(row.id)) this.#open.set(row.id, row);
      if (this.#finishing.has(row.id) || this.#beginning.has(row.id)) continue;
      if (snoopsOf(row.id).every((snoop) => channels.has(snoop)) && isWanted(row)) continue;
      onLost(row.callId, row.id);
      await this.finish(row.id);
    }
    await sweepRecorded(this.#folder(), new Set(rows.map(({ id }) => id)), Date.now());
  }

  async #finish(id: string): Promise<void> {
    const { db, storage, log } = this.#options;
    const running = this.#open.get(id);
    if (!running) return;
    await this.#snoops.stop(id);
    await finishRecording(db, storage, this.#folder(), running);
    this.#open.delete(id);
    log.info({ recording: id, call: running.callId, tenant: running.tenantId }, 'a call was recorded');
  }

  #folder(): string {
    return path.join(this.#options.connection().spool, 'recording');
  }
}
