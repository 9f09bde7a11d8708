import { writeFileSync } from 'node:fs';
import { clusterUrl } from '../src/platform/postgres/postgres-database.ts';
import { startTestCluster, TEMPLATE, TEST_SECRET_KEY } from './cluster.ts';
import { writeApi, writeErrors, dumpSchema, ERRORS_FILE, OPENAPI_FILE, SCHEMA_FILE } from './generated.ts';

/** `npm run openapi`, `npm run schema`: writes the files that the tests compare. */
if (process.argv[2] === 'openapi') {
  writeFileSync(OPENAPI_FILE, await writeApi());
  writeFileSync(ERRORS_FILE, await writeErrors());
} else {
  process.env.TEST_POSTGRES = 'system';
  const cluster = await startTestCluster();
  try {
    writeFileSync(SCHEMA_FILE, dumpSchema(clusterUrl(cluster, 'superuser', TEST_SECRET_KEY, TEMPLATE)));
  } finally {
    await cluster.stop();
  }
}
process.exit(0);
