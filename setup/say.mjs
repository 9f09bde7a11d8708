// What set-up prints on the terminal.

export const say = (line) => console.log(line);

/** `no Asterisk is installed` as a sentence of its own. */
export const sentence = (message) => `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}.`;

/** A failure whose message is enough for the reader: what is missing and what to run. */
export class SetupError extends Error {}

/** Does `work` and prints its title, a line every 5 s while it runs, and how long it took. */
export async function task(title, work) {
  const from = Date.now();
  const seconds = () => Math.round((Date.now() - from) / 1000);
  say(`${title} …`);
  const heartbeat = setInterval(() => say(`  … still running (${seconds()} s)`), 5000);
  try {
    const result = await work();
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
