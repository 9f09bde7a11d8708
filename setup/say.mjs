// What set-up prints on the terminal.

export const say = (line) => console.log(line);

/** Makes `no Asterisk is installed` a sentence. */
export const sentence = (message) => `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}.`;

/** A failure whose message says what is missing and what to run, so that no stack trace is needed. */
export class SetupError extends Error {}

/** Runs `work` and prints its title, a line every 5 s, and how long it took. */
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
