import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTestCluster, testRunFolder } from '../cluster.ts';
import { prepareDemo } from './product.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** the data folder of a product that was started once with the demo, and stopped */
    demoFolder: string;
  }
}

/** The `globalSetup` of the end-to-end tests: each file copies a database or a data folder instead of migrating its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = testRunFolder();
  const demoFolder = path.join(folder, 'demo');
  const [{ host, port, stop }] = await Promise.all([startTestCluster(folder), prepareDemo(demoFolder)]);
  project.provide('cluster', { host, port });
  project.provide('demoFolder', demoFolder);
  return stop;
}
