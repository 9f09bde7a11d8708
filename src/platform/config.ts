import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { readProxies } from './http/network/proxies.ts';
import { HOUR_MS } from './time/durations.ts';
import { hostOf, type ServerRule } from './values/web-address.ts';

const STRIPE_URL = 'https://api.stripe.com';

const flag = z.enum(['on', 'off']).transform((value) => value === 'on');
const portNumber = z.coerce.number().int().min(0).max(65_535);

/** All settings. The README's table lists the same names, which a test checks. */
export const Settings = z.object({
  PORT: portNumber.default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().default('./data'),
  CACHE_DIR: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  DATABASE_OWNER_URL: z.string().optional(),
  SECRET_KEY: z.string().min(32).optional(),
  EXTERNAL_ADDRESS: z.string().optional(),
  SIP_PORT: portNumber.default(5060),
  SIP_TLS_PORT: portNumber.default(5061),
  SIP_TLS_CERT: z.string().optional(),
  SIP_TLS_KEY: z.string().optional(),
  RTP_PORTS: z
    .string()
    .default('10000-19999')
    .transform((text, issue): [first: number, last: number] => {
      const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
      if (first !== undefined && last !== undefined) return [Number(first), Number(last)];
      issue.addIssue({ code: 'custom', message: 'Two ports, such as 10000-19999.' });
      return z.NEVER;
    }),
  VOICE: z.enum(['asterisk', 'off']).default('asterisk'),
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(1).optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('no-reply@localhost'),
  METRICS_TOKEN: z.string().optional(),
  SPEECH_URL: z.url().optional(),
  SPEECH_KEY: z.string().optional(),
  SPEECH_MODEL: z.string().default('whisper-1'),
  WEBHOOK_PRIVATE_ADDRESSES: z.enum(['refuse', 'allow']).default('refuse'),
  STRIPE_URL: z.url({ protocol: /^https?$/ }).optional(),
  TTS_URL: z.url().optional(),
  TTS_KEY: z.string().optional(),
  TTS_MODEL: z.string().default('tts-1'),
  TTS_VOICE: z.string().default('alloy'),
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .transform((text, issue) => {
      try {
        return readProxies(text);
      } catch (error) {
        issue.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
  MAX_CALL_HOURS: z.coerce.number().positive().max(168).default(4),
  SILENT_PHONE_SECONDS: z.coerce.number().positive().max(3600).default(60),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ASTERISK_BIN: z.string().optional(),
  KAMAILIO_BIN: z.string().optional(),
  FFMPEG_BIN: z.string().optional(),
  ESPEAK_BIN: z.string().optional(),
});

export type Config = ReturnType<typeof readConfig>;

/**
 * The validated settings of this process. Throws an error that lists every bad setting. `SECRET_KEY` is generated and stored in
 * `DATA_DIR/secret.key` if the database is embedded; otherwise it must be set.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are not valid:\n${lines.join('\n')}`);
  }
  const settings = parsed.data;
  const embedded = settings.DATABASE_URL === undefined;
  if (!embedded && settings.SECRET_KEY === undefined) {
    throw new Error('SECRET_KEY must be set when DATABASE_URL is: the same 32 characters or more on every machine.');
  }
  const dataDir = path.resolve(settings.DATA_DIR);
  const demo = settings.DEMO ?? embedded;
  return {
    port: settings.PORT,
    host: settings.HOST ?? (demo ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: settings.PUBLIC_URL,
    dataDir,
    cacheDir: path.resolve(settings.CACHE_DIR ?? defaultCacheDir()),
    embedded,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL,
    secretKey: settings.SECRET_KEY ?? storedSecret(dataDir),
    externalAddress: settings.EXTERNAL_ADDRESS,
    sipPort: settings.SIP_PORT,
    sipTls: sipTls(settings, demo),
    rtpPorts: settings.RTP_PORTS,
    voice: settings.VOICE,
    demo,
    demoPassword: settings.DEMO_PASSWORD,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    trustedProxies: settings.TRUSTED_PROXIES,
    metricsToken: settings.METRICS_TOKEN,
    speech: settings.SPEECH_URL && { url: settings.SPEECH_URL, key: settings.SPEECH_KEY, model: settings.SPEECH_MODEL },
    webhookPrivateAddresses: settings.WEBHOOK_PRIVATE_ADDRESSES,
    /** Unless it is set, the demo uses a double. `isDemo`: no money moves. */
    stripe: { url: settings.STRIPE_URL ?? STRIPE_URL, isSet: settings.STRIPE_URL !== undefined, isDemo: false },
    /** null: the packaged voice speaks */
    voiceService: settings.TTS_URL
      ? { url: settings.TTS_URL, key: settings.TTS_KEY, model: settings.TTS_MODEL, voice: settings.TTS_VOICE }
      : null,
    callLimits: { longest: settings.MAX_CALL_HOURS * HOUR_MS, silence: settings.SILENT_PHONE_SECONDS * 1000 },
    logLevel: settings.LOG_LEVEL,
    asteriskBin: settings.ASTERISK_BIN,
    /** npm starts us through a shell that execs into us, so we do not notice when npm is killed */
    startedByNpm: env['npm_lifecycle_event'] !== undefined,
  };
}

/** The servers of users that this service sends to. */
export const serverRule = (config: Config): ServerRule => ({
  privateAddresses: config.webhookPrivateAddresses,
  ownHosts: ownHosts(config),
});

/** The hosts of this service, to which it must never send its own requests. */
function ownHosts({ publicUrl, externalAddress }: Pick<Config, 'publicUrl' | 'externalAddress'>): string[] {
  const addresses = externalAddress === undefined ? [] : [`http://${externalAddress}`, `http://[${externalAddress}]`];
  return [publicUrl, ...addresses].flatMap((url) => (url !== undefined && URL.canParse(url) ? [hostOf(url)] : []));
}

/** The configured certificate, or in the demo a self-signed one; otherwise none. */
function sipTls(
  { SIP_TLS_PORT: port, SIP_TLS_CERT: certificate, SIP_TLS_KEY: key }: z.infer<typeof Settings>,
  demo: boolean,
) {
  if ((certificate === undefined) !== (key === undefined))
    throw new Error(
      'Set SIP_TLS_CERT and SIP_TLS_KEY together: the certificate with its chain, and its key, as PEM files.',
    );
  if (certificate !== undefined && key !== undefined)
    return { port, files: { certificate: path.resolve(certificate), key: path.resolve(key) } };
  return demo ? { port, files: 'self-signed' as const } : null;
}

/** The web address without a trailing slash. Links start with it, so that the browser uses the same origin as printed at the first start. */
export function webAddress({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  if (publicUrl) return publicUrl.replace(/\/+$/, '');
  const everywhere = host === '0.0.0.0' || host === '::';
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The environment of a child process in another role: ours, plus settings that we have found out. */
export function childEnvironment(found: { [Name in keyof z.infer<typeof Settings>]?: string }): NodeJS.ProcessEnv {
  return { ...process.env, ...found };
}

function defaultCacheDir(): string {
  return process.getuid?.() === 0 ? '/var/cache/strowger' : path.join(os.homedir(), '.cache', 'strowger');
}

function storedSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
