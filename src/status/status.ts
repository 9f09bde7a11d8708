import type pg from 'pg';
import * as sql from './sql.ts';

/** Stores what each status permits where Asterisk's views read it. */
export const storeStatusPermits = (client: pg.ClientBase): Promise<void> => sql.writeStatusPermits(client);
