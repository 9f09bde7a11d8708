import type { TestProject } from 'vitest/node';
import { startTestCluster } from './cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: { host: string; port: number };
  }
}

/** The `globalSetup` of the test project `database`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { host, port, stop } = await startTestCluster();
  project.provide('cluster', { host, port });
  return stop;
}
