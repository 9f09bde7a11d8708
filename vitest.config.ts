import { defineConfig } from 'vitest/config';

const database = ['{src,test}/**/*.db.test.ts', 'test/isolation.test.ts'];
const e2e = ['test/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: ['{src,setup,test,web,bench}/**/*.test.{ts,tsx}'],
          exclude: [...database, ...e2e, 'test/sip/**'],
        },
      },
      { test: { name: 'database', include: database, globalSetup: 'test/global-setup.ts', testTimeout: 30_000 } },
      { test: { name: 'sip', include: ['test/sip/**/*.test.ts'], testTimeout: 60_000, fileParallelism: false } },
      { test: { name: 'e2e', include: e2e, testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 2 } },
    ],
  },
});
