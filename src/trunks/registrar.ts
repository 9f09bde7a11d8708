import { z } from 'zod';

/** A trunk with its password in the clear, which exists only in memory. */
export type TrunkLogin = {
  id: string;
  host: string;
  port: number;
  username: string;
  password: string;
  registers: boolean;
  /** Differs from that of every login that the trunk had before. */
  version: string;
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
/** The name of a trunk’s endpoint, AOR and auth in Asterisk. */
const nameOf = (trunkId: string): string => `trunk-${trunkId}`;

/**
 * The name of a trunk’s registration in Asterisk. Another login gets another name: Asterisk acts on a deletion some time after it has accepted it,
 * by the name alone, and would stop a new registration of the same name that has come meanwhile.
 */
export const registrationName = ({ id, version }: Pick<TrunkLogin, 'id' | 'version'>): string =>
  `${nameOf(id)}-${version}`;

/**
 * The user part of our Contact. For a call to it, the dialled number is in To (`asterisk/pbx/extensions.conf`). Each login has its own, so that the old
 * one's last REGISTER, which removes its Contact, can't remove the new one.
 */
const contactUser = ({ version }: TrunkLogin): string => `registered-${version}`;

export type Registrar = {
  /** Forgets which passwords were sent, because Asterisk or the connection to it is new. */
  reset(): void;
  /**
   * Sends new and changed logins and removes those that are no longer wanted. `known` are the registrations that Asterisk has, with their status;
   * one without a status does nothing, and is sent again.
   */
  sync(trunks: readonly TrunkLogin[], known: ReadonlyMap<string, string>): Promise<void>;
};

/** Puts trunks' user names and passwords into Asterisk's memory, so that no file and no table contains them in the clear. */
export function openRegistrar(ari: Ari): Registrar {
  /** the version whose password was sent, by trunk */
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
  async function sendPassword({ id, username, password, version }: TrunkLogin): Promise<void> {
    await put(`auth/${nameOf(id)}`, { auth_type: 'userpass', username, password });
    sent.set(id, version);
  }
  const register = async (trunk: TrunkLogin): Promise<void> =>
    put(`registration/${registrationName(trunk)}`, {
      server_uri: `sip:${trunk.host}:${trunk.port}`,
      client_uri: `sip:${encodeURIComponent(trunk.username)}@${trunk.host}:${trunk.port}`,
      contact_user: contactUser(trunk),
      outbound_auth: nameOf(trunk.id),
      outbound_proxy: await outboundProxy(nameOf(trunk.id)),
      expiration: '300',
      max_random_initial_delay: '0',
      retry_interval: '15',
      max_retries: '1000000',
      forbidden_retry_interval: '300',
      fatal_retry_interval: '300',
    });

  return {
    reset: () => sent.clear(),
    async sync(trunks, known) {
      for (const trunk of trunks) if (sent.get(trunk.id) !== trunk.version) await sendPassword(trunk);
      const wanted = new Map(
        trunks.flatMap((trunk) => (trunk.registers ? [[registrationName(trunk), trunk] as const] : [])),
      );
      for (const name of known.keys()) {
        if (!wanted.has(name)) await ari('DELETE', `${CONFIG_PATH}/registration/${name}`);
      }
      for (const [name, trunk] of wanted) if (!known.get(name)) await register(trunk);
      const trunkIds = new Set(trunks.map(({ id }) => id));
      for (const id of sent.keys()) {
        if (trunkIds.has(id)) continue;
        await ari('DELETE', `${CONFIG_PATH}/auth/${nameOf(id)}`);
        sent.delete(id);
      }
    },
  };
}
