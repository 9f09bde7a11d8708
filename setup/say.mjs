// What the person at the terminal reads.

export const say = (line) => console.log(line);

/** A failure whose message is all that the reader needs: what is missing and what to run. */
export class SetupError extends Error {}

/** Does `work`, telling what it is, every 5 s that it goes on, and how long it took. */
export async function task(title, work) {
  const from = Date.now();
  const seconds = () => Math.round((Date.now() - from) / 1000);
  say(`${title} …`);
  const heartbeat = setInterval(() => say(`  … still at it (${seconds()} s)`), 5000);
  try {
    const result = await work();
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
