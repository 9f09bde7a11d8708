import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const database = ['{src,test}/**/*.db.test.ts', 'test/isolation.test.ts'];
const e2e = ['test/e2e/**/*.test.ts'];

/** The limits only end tests that hang, also on a machine that does much else. A test needs its own only if it takes longer. */
const patient = { testTimeout: 240_000, hookTimeout: 240_000, expect: { poll: { timeout: 20_000, interval: 20 } } };
const setupFiles = ['test/fast-check.ts'];

/** Tests kill and start programs again and again, which takes half of the time if what Node has compiled is kept. */
const env = { NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'strowger-test-cache', 'compiled') };

/**
 * The files of a worker share what they import: loading that for each file took longer than its tests. They use all cores: by default one stays
 * free, which is half of two.
 */
const shared = { isolate: false, maxWorkers: '100%' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,setup,test,web,bench}/**/*.test.{ts,tsx}'],
          exclude: [...database, ...e2e, 'test/sip/**'],
          setupFiles,
          ...shared,
          ...patient,
        },
      },
      {
        test: {
          name: 'database',
          include: database,
          globalSetup: 'test/global-setup.ts',
          setupFiles,
          env,
          ...shared,
          ...patient,
        },
      },
      { test: { name: 'sip', include: ['test/sip/**/*.test.ts'], fileParallelism: false, ...patient } },
      { test: { name: 'e2e', include: e2e, maxWorkers: 2, globalSetup: 'test/e2e/global-setup.ts', ...patient } },
    ],
  },
});
