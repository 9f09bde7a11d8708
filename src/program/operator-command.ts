import { verifyCommand } from '../audit/verify-command.ts';
import { carrierConnection, callIn } from '../asterisk/demo-carrier.ts';
import { resetSecondFactorCommand } from '../people/reset-command.ts';
import type { Config } from '../platform/config.ts';
import { upgradeAsterisk } from './operator-upgrade.ts';
import { localDatabaseUrl } from './local-database-url.ts';

type Command = { usage: string; does: string; run: (config: Config, args: string[]) => Promise<void> };

/** What an operator does at the terminal of the machine that runs the service. */
const COMMANDS: Record<string, Command> = {
  'call-in': {
    usage: 'call-in NUMBER [FROM]',
    does: 'has the demo carrier call one of your numbers, as if from outside',
    run: async ({ dataDir }, [number, from = '+12125559999']) => {
      if (!number) throw new Error('Say which number to call, such as +12125550101.');
      await callIn(carrierConnection(dataDir), number, from);
      console.log(`The demo carrier calls ${number} from ${from}.`);
    },
  },
  'upgrade-asterisk': {
    usage: 'upgrade-asterisk [--back | --from FOLDER] [--now]',
    does: 'renews Asterisk; it starts again when no calls are on',
    run: (config, args) => upgradeAsterisk(config, args, console.log),
  },
  'reset-second-factor': {
    usage: 'reset-second-factor EMAIL',
    does: 'lets somebody who lost phone and recovery codes sign in with the password alone',
    run: async (config, [email]) => {
      if (!email) throw new Error('Say whose, such as somebody@example.com.');
      const done = await resetSecondFactorCommand(localDatabaseUrl(config), email);
      console.log(done ? `${email} signs in with the password alone now.` : `${email} has no second factor.`);
      if (!done) process.exitCode = 1;
    },
  },
  'verify-audit': {
    usage: 'verify-audit',
    does: 'checks that the audit trails are as they were written, and prints where they end',
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
