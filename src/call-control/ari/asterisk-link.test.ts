import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { isControlled, writeConnection } from '../../asterisk/connection.ts';
import { type AsteriskLink, openAsteriskLink } from './asterisk-link.ts';

let dataDir: string;
let http: Server;
let sockets: WebSocket[];
let link: AsteriskLink | undefined;
const seen: string[] = [];

/** A stand-in for Asterisk that accepts the subscription and sends events with it. */
beforeEach(async () => {
  seen.length = 0;
  sockets = [];
  dataDir = mkdtempSync(path.join(tmpdir(), 'link-'));
  http = createServer((_, response) => response.end());
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    sockets.push(socket);
    socket.send('first');
    socket.send('second');
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  await link?.stop();
  http.closeAllConnections();
  http.close();
  rmSync(dataDir, { recursive: true });
});

function announce(): void {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${address.port}`;
  writeConnection(dataDir, 'voice', {
    node: 'one',
    url,
    user: 'user',
    password: 'secret',
    amiPort: 0,
    spool: '',
    hintsFile: '',
    musicFolder: '',
    audioChannels: null,
  });
}

function open(
  takeOver: () => Promise<void> = async () => {
    seen.push('took over');
  },
): AsteriskLink {
  link = openAsteriskLink(dataDir, pino({ level: 'silent' }));
  link.start({ onEvent: (text) => seen.push(text), takeOver, onConnected: () => seen.push('connected') });
  return link;
}

test('events that arrive during the take-over wait until it is done', async () => {
  announce();
  const takingOver = Promise.withResolvers<void>();
  open(() => takingOver.promise);
  await expect.poll(() => sockets).toHaveLength(1);
  await expect.poll(() => isControlled(dataDir)).toBe(true);
  expect(seen).toEqual([]);
  takingOver.resolve();
  await expect.poll(() => seen).toEqual(['first', 'second', 'connected']);
  sockets[0]?.send('later');
  await expect.poll(() => seen.at(-1)).toBe('later');
});

test('a broken link reconnects and takes over again', async () => {
  announce();
  const { isOpen, connection } = open();
  await expect.poll(() => seen.at(-1)).toBe('connected');
  sockets[0]?.terminate();
  await expect.poll(() => sockets).toHaveLength(2);
  await expect.poll(() => seen).toEqual([...CONNECTED, ...CONNECTED]);
  expect([isOpen(), connection()?.node]).toEqual([true, 'one']);
});
const CONNECTED = ['took over', 'first', 'second', 'connected'];

test('waits for Asterisk if there is none, and controls nothing once stopped', async () => {
  const { isOpen, connection, stop } = open();
  expect([isOpen(), connection()]).toEqual([false, undefined]);
  announce();
  await expect.poll(() => seen.at(-1)).toBe('connected');
  await stop();
  expect([isOpen(), isControlled(dataDir)]).toEqual([false, false]);
});
