import { createHash } from 'node:crypto';

/** A trunk with its password in the clear, which lives nowhere but in memory. */
export type TrunkLogin = {
  id: string;
  host: string;
  port: number;
  username: string;
  password: string;
  registers: boolean;
};

/** Asterisk's ARI: it takes objects of PJSIP's configuration and keeps them in memory. */
export type Ari = (
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>;

const AT = 'asterisk/config/dynamic/res_pjsip';
const nameOf = (trunkId: string): string => `trunk-${trunkId}`;

/** The user part of our Contact: who calls it meant the number in To (`asterisk/pbx/extensions.conf`). */
const CONTACT_USER = 'registered';

export type Registrar = {
  /** A new Asterisk, or a new connection to it: everything is handed over again. */
  reset(): void;
  /** Hands over what is new, and takes back what is gone. `known` are the registrations that Asterisk has now. */
  bring(trunks: readonly TrunkLogin[], known: Iterable<string>): Promise<void>;
};

/** Brings user names and passwords of trunks to Asterisk's memory, so that they stand in no file and in the clear in no table. */
export function openRegistrar(ari: Ari): Registrar {
  const brought = new Map<string, string>();

  async function put(path: string, fields: Record<string, string>): Promise<void> {
    const body = { fields: Object.entries(fields).map(([attribute, value]) => ({ attribute, value })) };
    const { status } = await ari('PUT', `${AT}/${path}`, body);
    if (status !== 200) throw new Error(`Asterisk did not take ${path}: ${status}`);
  }
  /** How the trunk's own row says that requests leave: through what stands before Asterisk, if anything does. */
  async function outboundProxy(name: string): Promise<string> {
    const { body } = await ari('GET', `${AT}/aor/${name}`);
    const fields = Array.isArray(body) ? (body as { attribute: string; value: string }[]) : [];
    return fields.find(({ attribute }) => attribute === 'outbound_proxy')?.value ?? '';
  }
  async function bringOne(trunk: TrunkLogin): Promise<void> {
    const name = nameOf(trunk.id);
    await put(`auth/${name}`, { auth_type: 'userpass', username: trunk.username, password: trunk.password });
    // a changed one begins anew, also after the carrier had refused the one before for good
    await ari('DELETE', `${AT}/registration/${name}`);
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
    reset: () => brought.clear(),
    async bring(trunks, known) {
      for (const trunk of trunks) {
        const mark = createHash('sha256').update(JSON.stringify(trunk)).digest('hex');
        if (brought.get(trunk.id) === mark) continue;
        await bringOne(trunk);
        brought.set(trunk.id, mark);
      }
      const wanted = new Set(trunks.map(({ id }) => nameOf(id)));
      const registered = new Set(trunks.flatMap(({ id, registers }) => (registers ? [nameOf(id)] : [])));
      const gone = [...brought.keys()].filter((id) => !wanted.has(nameOf(id)));
      for (const name of new Set([...known, ...gone.map(nameOf)])) {
        if (!registered.has(name)) await ari('DELETE', `${AT}/registration/${name}`);
      }
      for (const id of gone) {
        await ari('DELETE', `${AT}/auth/${nameOf(id)}`);
        brought.delete(id);
      }
    },
  };
}
