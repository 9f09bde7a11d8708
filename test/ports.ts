import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const host = '127.0.0.1';

/** Whether this loopback port is free for both TCP and UDP. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const socket = createSocket('udp4');
  try {
    server.listen(port, host);
    await once(server, 'listening');
    socket.bind(port, host);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    socket.close();
  }
}

/**
 * A free port below the system's ephemeral range. Only this process gets it, because several test files run at once, and each starts listening
 * seconds after choosing its ports.
 */
export async function freePort(first = 20_000, last = 20_999): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    if ((await isFree(port)) && (await claim(port))) return port;
  }
  throw new Error(`no port is free between ${first} and ${last}`);
}

/** Whether this process claims the port first. The claim is an abstract Unix socket (unix(7)), so it ends with the process, however that ends. */
async function claim(port: number): Promise<boolean> {
  const server = createServer().listen(`\0strowger-test-port-${port}`);
  try {
    await once(server, 'listening');
    server.unref();
    return true;
  } catch {
    return false;
  }
}

const AUDIO_PORTS = 1000;
let firstAudioPort: number | undefined;

/**
 * Audio ports for a few hundred simultaneous calls, outside of those that a product has by default. Only this process gets them: if a phone of another test
 * still sends to a port, Asterisk may take that for the sound of a new call and no longer accept the real one (`strictrtp`).
 */
export async function audioPorts(): Promise<[first: number, last: number]> {
  for (let first = 21_000; firstAudioPort === undefined && first < 30_000; first += AUDIO_PORTS)
    if (await claim(first)) firstAudioPort = first;
  if (firstAudioPort === undefined) throw new Error('all audio ports are taken by other tests');
  return [firstAudioPort, firstAudioPort + AUDIO_PORTS - 1];
}
