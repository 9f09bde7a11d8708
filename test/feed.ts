import { pino } from 'pino';
import { expect } from 'vitest';
import type { Event } from '../src/events/catalogue-contract.ts';
import { openSequencer } from '../src/events/sequencer.ts';
import { type Db, openDb, openPool } from '../src/platform/db/db.ts';
import type { ApiUser, TestApp } from './app.ts';

export type FeedPage = { items: Event[]; nextCursor: string; hasMore: boolean };

/** The feed of events as a program reads it. The test decides when events are placed. */
export function openFeed(app: TestApp) {
  const pool = openPool(app.database.urls.worker, 'sequencer');
  const worker: Db = openDb(pool);
  const place = () => openSequencer(worker, pino({ level: 'silent' })).run('everywhere');

  async function read(by: ApiUser['call'], query = ''): Promise<FeedPage> {
    const answer = await by('GET', `/events?limit=200${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  /** Reads all pages from a cursor on. */
  async function readAll(by: ApiUser['call'], from?: string): Promise<{ items: Event[]; nextCursor: string }> {
    const items: Event[] = [];
    for (let cursor = from; ;) {
      const page = await read(by, cursor === undefined ? '' : `&after=${cursor}`);
      items.push(...page.items);
      cursor = page.nextCursor;
      if (!page.hasMore) return { items, nextCursor: cursor };
    }
  }

  return {
    worker,
    place,
    read,
    readAll,
    /** The events that the work created, as this caller reads them. */
    async after(by: ApiUser['call'], work: () => Promise<unknown>): Promise<Event[]> {
      while ((await place()).isFull);
      const { nextCursor } = await readAll(by);
      await work();
      while ((await place()).isFull);
      return (await readAll(by, nextCursor)).items;
    },
    close: () => pool.end(),
  };
}
