import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A trunk with its password in the clear, which exists only in memory. */
export type TrunkLogin = {
  id: string;
  host: string;
  port: number;
  username: string;
  password: string;
  registers: boolean;
};

/** Asterisk's ARI, through which PJSIP objects are put into Asterisk's memory (push configuration). */
export type Ari = (
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>;

/** The fields of an object, as Asterisk lists them. */
const Fields = z.array(z.object({ attribute: z.string(), value: z.string() }));
const CONFIG_PATH = 'asterisk/config/dynamic/res_pjsip';
/** The name of a trunk’s objects in Asterisk. */
export const nameOf = (trunkId: string): string => `trunk-${trunkId}`;

/** The user part of our Contact. For a call to it, the dialled number is in To (`asterisk/pbx/extensions.conf`). */
const CONTACT_USER = 'registered';

export type Registrar = {
  /** Forgets what was sent, because Asterisk or the connection to it is new. */
  reset(): void;
  /** Sends new and changed logins and removes deleted ones. `known` are the registrations that Asterisk currently has. */
  sync(trunks: readonly TrunkLogin[], known: Iterable<string>): Promise<void>;
};

/** Puts trunks' user names and passwords into Asterisk's memory, so that no file and no table contains them in the clear. */
export function openRegistrar(ari: Ari): Registrar {
  const sent = new Map<string, string>();

  async function put(path: string, fields: Record<string, string>): Promise<void> {
    const body = { fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })) };
    const { status } = await ari('PUT', `${CONFIG_PATH}/${path}`, body);
    if (status !== 200) throw new Error(`Asterisk did not take ${path}: ${status}`);
  }
  /** The outbound proxy in the trunk's AOR, normally the edge, or '' for none. */
  async function outboundProxy(name: string): Promise<string> {
    const { body } = await ari('GET', `${CONFIG_PATH}/aor/${name}`);
    const fields = Fields.safeParse(body).data ?? [];
    return fields.find(({ attribute }) => attribute === 'outbound_proxy')?.value ?? '';
  }
  async function send(trunk: TrunkLogin): Promise<void> {
    const name = nameOf(trunk.id);
    await put(`auth/${name}`, { auth_type: 'userpass', username: trunk.username, password: trunk.password });
    // a changed registration starts over, even if the carrier had refused the old one for good
    await ari('DELETE', `${CONFIG_PATH}/registration/${name}`);
    if (!trunk.registers) return;
    await put(`registration/${name}`, {
      server_uri: `sip:${trunk.host}:${trunk.port}`,
      client_uri: `sip:${encodeURIComponent(trunk.username)}@${trunk.host}:${trunk.port}`,
      contact_user: CONTACT_USER,
      outbound_auth: name,
      outbound_proxy: await outboundProxy(name),
      expiration: '300',
      max_random_initial_delay: '0',
      retry_interval: '15',
      max_retries: '1000000',
      forbidden_retry_interval: '300',
      fatal_retry_interval: '300',
    });
  }

  return {
    reset: () => sent.clear(),
    async sync(trunks, known) {
      for (const trunk of trunks) {
        const digest = createHash('sha256').update(JSON.stringify(trunk)).digest('hex');
        if (sent.get(trunk.id) === digest) continue;
        await send(trunk);
        sent.set(trunk.id, digest);
      }
      const wanted = new Set(trunks.map(({ id }) => nameOf(id)));
      const registered = new Set(trunks.flatMap(({ id, registers }) => (registers ? [nameOf(id)] : [])));
      const gone = [...sent.keys()].filter((id) => !wanted.has(nameOf(id)));
      for (const name of new Set([...known, ...gone.map(nameOf)])) {
        if (!registered.has(name)) await ari('DELETE', `${CONFIG_PATH}/registration/${name}`);
      }
      for (const id of gone) {
        await ari('DELETE', `${CONFIG_PATH}/auth/${nameOf(id)}`);
        sent.delete(id);
      }
    },
  };
}
