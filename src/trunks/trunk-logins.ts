import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { unsealTrunkPassword } from './credentials.ts';
import { type Ari, openRegistrar, registrationName, type TrunkLogin } from './registrar.ts';
import { readRegistration, reasonFromLog, type Registration } from './registration.ts';
import type { TrunkToWatch } from './sql.ts';

export type LoginsOptions = {
  secretKey: string;
  ari: Ari;
  /** the status of every registration that Asterisk has, by name */
  registrations: () => Promise<Map<string, string>>;
  /** the end of Asterisk's log */
  readLog: () => string;
  log: Logger;
  /** Called when the registration of a trunk has changed. */
  changed: (trunkId: string) => void;
};

/** The stored password is sealed anew whenever it is set, so a login that comes back after another one has another version than before. */
const versionOf = ({ host, port, login }: TrunkToWatch): string =>
  createHash('sha256')
    .update(JSON.stringify([host, port, login?.username, login?.sealedPassword.toString('hex')]))
    .digest('hex')
    .slice(0, 12);

/** The logins of trunks, as Asterisk has them, and the state of their registrations. Usually no trunk has a login. */
export class TrunkLogins {
  readonly #options: LoginsOptions;
  readonly #registrar: ReturnType<typeof openRegistrar>;
  readonly #registrations = new Map<string, Registration>();
  #logins: TrunkLogin[] = [];
  #isSyncing = false;

  constructor(options: LoginsOptions) {
    this.#options = options;
    this.#registrar = openRegistrar(options.ari);
  }

  get isEmpty(): boolean {
    return this.#logins.length === 0;
  }

  registrationOf(trunkId: string): Registration | undefined {
    return this.#registrations.get(trunkId);
  }

  /** Takes the logins of these trunks. Returns whether there is anything to send to Asterisk, or to remove from it. */
  replace(trunks: readonly TrunkToWatch[]): boolean {
    const had = !this.isEmpty;
    this.#logins = trunks.flatMap((trunk) => this.#loginOf(trunk));
    return had || !this.isEmpty;
  }

  /** Call after connecting to Asterisk, which may be a new one. */
  reset(): void {
    this.#registrar.reset();
  }

  syncInBackground(): void {
    const failed = (err: unknown) => this.#options.log.warn({ err }, "could not send the trunks' logins to Asterisk");
    void this.#sync().catch(failed);
  }

  /** Sends missing logins to Asterisk and reads the status of the registrations. */
  async #sync(): Promise<void> {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    try {
      const known = await this.#options.registrations();
      await this.#registrar.sync(this.#logins, known);
      for (const login of this.#logins) this.#note(login, known.get(registrationName(login)));
    } finally {
      this.#isSyncing = false;
    }
  }

  #note({ id, host, port, registers }: TrunkLogin, status = ''): void {
    const now = registers ? this.#read(status, `sip:${host}:${port}`) : undefined;
    const before = this.#registrations.get(id);
    if (now?.state === before?.state && now?.reason === before?.reason) return;
    this.#options.log.debug({ trunk: id, status, ...now }, 'the registration of a trunk changed');
    if (now) this.#registrations.set(id, now);
    else this.#registrations.delete(id);
    this.#options.changed(id);
  }

  #read(status: string, server: string): Registration {
    return readRegistration(status, status === 'Registered' ? '' : reasonFromLog(this.#options.readLog(), server));
  }

  #loginOf(trunk: TrunkToWatch): TrunkLogin[] {
    const { id, host, port, login, registers } = trunk;
    if (login === null) return [];
    try {
      const password = unsealTrunkPassword(this.#options.secretKey, id, login.sealedPassword);
      return [{ id, host, port, username: login.username, password, registers, version: versionOf(trunk) }];
    } catch (err) {
      this.#options.log.error({ err, trunk: id }, 'could not unseal the password of a trunk: was SECRET_KEY changed?');
      return [];
    }
  }
}
