// A Chromium that is already installed.
import { existsSync } from 'node:fs';
import { which } from './paths.mjs';

/** `CHROMIUM`, or one found on PATH; null without any. */
export function installedBrowser() {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const candidates = [process.env.CHROMIUM, ...names.map((name) => which(name, existsSync)), mac];
  return candidates.find((file) => file && existsSync(file)) ?? null;
}
