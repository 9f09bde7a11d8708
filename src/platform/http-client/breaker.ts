/** After this many failures in a row, requests to a host pause for a while, and then a single one tries again. */
const MAX_FAILURES = 5;
const REST_MS = 30_000;
/** The limit of hosts to remember. The oldest are forgotten first. */
const MAX_HOSTS = 10_000;

type Host = { failures: number; restsUntil: number };

/** Stops requests to hosts that don't respond. Hosts are counted for each tenant separately, so that one tenant's failures don't affect another. */
export class Breaker {
  private readonly hosts = new Map<string, Host>();

  /** Whether a request may be sent now. After a pause, the first one that may makes the others wait again. */
  mayTry(name: string, now: number): boolean {
    const host = this.hosts.get(name);
    if (host === undefined || host.failures < MAX_FAILURES) return true;
    if (now < host.restsUntil) return false;
    host.restsUntil = now + REST_MS;
    return true;
  }

  succeeded(name: string): void {
    this.hosts.delete(name);
  }

  failed(name: string, now: number): void {
    const failures = (this.hosts.get(name)?.failures ?? 0) + 1;
    this.hosts.delete(name);
    this.hosts.set(name, { failures, restsUntil: now + REST_MS });
    const [oldest] = this.hosts.keys();
    if (this.hosts.size > MAX_HOSTS && oldest !== undefined) this.hosts.delete(oldest);
  }
}
