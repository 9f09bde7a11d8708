import { Client } from 'pg';
import type { Credentials } from './sip/digest.ts';

/** Sends requests to the API as a signed-in user. */
export type ApiCall = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: any }>;

/** A tenant created through the API by a partner's admin. */
export interface TestTenant {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** `/tenants/{id}` */
  readonly path: string;
  extensionId(number: string): string;
  /** The credentials of a phone of this extension. */
  credentials(number: string): Promise<Credentials>;
  setStatus(status: 'ACTIVE' | 'SUSPENDED'): Promise<void>;
  cancel(): Promise<void>;
}

export interface TenantOptions {
  readonly prefix?: string;
  /** Default: the prefix. */
  readonly name?: string;
  /** Numbers of extensions; each is named `Phone 101`. */
  readonly extensions?: readonly string[];
  /** More fields of the tenant; default: ACTIVE. */
  readonly fields?: object;
}

let created = 0;

/** A prefix in letters only: a search for digits also looks at SIP usernames, which start with it. */
const newPrefix = (): string => `shop${[...String(++created)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;

/** Creates an ACTIVE tenant with these extensions. */
export async function createTenant(ask: ApiCall, options: TenantOptions = {}): Promise<TestTenant> {
  const { prefix = newPrefix(), name = prefix, extensions = [], fields = {} } = options;
  const good = async (method: string, path: string, body?: unknown) => {
    const response = await ask(method, path, body);
    if (response.status >= 300)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return response.body;
  };
  const { id } = await good('POST', '/tenants', { name, sipPrefix: prefix, status: 'ACTIVE', ...fields });
  const path = `/tenants/${id}`;
  const ids = new Map<string, string>();
  for (const number of extensions) {
    const extension = await good('POST', `${path}/extensions`, { number, name: `Phone ${number}` });
    ids.set(number, extension.id);
  }
  const extensionId = (number: string): string => {
    const found = ids.get(number);
    if (found === undefined) throw new Error(`${name} has no extension ${number}`);
    return found;
  };
  return {
    id,
    name,
    prefix,
    path,
    extensionId,
    async credentials(number) {
      const shown = await good('GET', `${path}/extensions/${extensionId(number)}/credentials`);
      return { sipUsername: shown.sipUsername, password: shown.sipPassword };
    },
    setStatus: (status) => good('PATCH', path, { status }),
    cancel: () => good('POST', `${path}/cancel`, { confirmName: name }),
  };
}

/** Locks a tenant's row as a change of its status does: until the release, no call of the tenant can be decided by the database. */
export async function lockTenantRow(superuserUrl: string, id: string): Promise<{ release: () => Promise<void> }> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from tenants where id = $1 for update', [id]);
  return {
    release: async () => {
      await client.query('commit');
      await client.end();
    },
  };
}
