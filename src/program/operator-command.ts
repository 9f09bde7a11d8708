import { carrierConnection, callIn } from '../asterisk/demo-carrier.ts';
import { verifyCommand } from '../audit/verify-command.ts';
import { resetSecondFactorCommand } from '../people/second-factor/reset-command.ts';
import type { Config } from '../platform/config.ts';
import { localDatabaseUrl } from './local-database-url.ts';
import { upgradeAsterisk } from './operator-upgrade.ts';

type Command = { usage: string; does: string; run: (config: Config, args: string[]) => Promise<void> };

/** Operator commands for the terminal of the machine that runs the service. */
const COMMANDS: Record<string, Command> = {
  'call-in': {
    usage: 'call-in NUMBER [FROM] [--message]',
    does: 'makes the demo carrier call one of your numbers, as if from outside, and leave a message if you say so',
    run: async ({ dataDir }, args) => {
      const [number, from = '+12125559999'] = args.filter((word) => !word.startsWith('--'));
      if (!number) throw new Error('Name the number to call, such as +12125550101.');
      const caller = args.includes('--message') ? 'message' : 'echo';
      await callIn(carrierConnection(dataDir), number, { from, caller });
      console.log(`The demo carrier is calling ${number} from ${from}.`);
    },
  },
  'upgrade-asterisk': {
    usage: 'upgrade-asterisk [--back | --from FOLDER] [--now]',
    does: 'upgrades Asterisk, which restarts when no calls are in progress',
    run: (config, args) => upgradeAsterisk(config, args, console.log),
  },
  'reset-second-factor': {
    usage: 'reset-second-factor EMAIL',
    does: 'lets a user without phone and recovery codes sign in with the password alone',
    run: async (config, [email]) => {
      if (!email) throw new Error('Name the user, such as somebody@example.com.');
      const done = await resetSecondFactorCommand(localDatabaseUrl(config), email);
      console.log(done ? `${email} can now sign in with the password alone.` : `${email} has no second factor.`);
      if (!done) process.exitCode = 1;
    },
  },
  'verify-audit': {
    usage: 'verify-audit',
    does: 'verifies that the audit trails were not changed, and prints their last hashes',
    run: async (config) => {
      if (!(await verifyCommand(localDatabaseUrl(config), console.log))) process.exitCode = 1;
    },
  },
};

export async function runOperatorCommand(config: Config, [name = 'help', ...args]: string[]): Promise<void> {
  const command = COMMANDS[name];
  if (command) return command.run(config, args);
  const lines = Object.values(COMMANDS).map(({ usage, does }) => `  npm run operator -- ${usage.padEnd(28)} ${does}`);
  console.log(['Commands:', ...lines].join('\n'));
  if (name !== 'help') process.exitCode = 2;
}
