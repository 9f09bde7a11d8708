import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowContent } from '../src/flows/content/graph-contract.ts';
import { promptKey } from '../src/flows/content/rules.ts';
import { toneFile } from './sip/wav.ts';

/** A text whose sound is a tone of this frequency. */
export const tone = (hertz: number) => [{ kind: 'text' as const, text: `${hertz} Hz` }];

type Owner = {
  app: { query: (text: string, values?: unknown[]) => Promise<unknown> };
  folder: string;
  tenantId: string;
};

/** Publishes a flow by SQL, with a tone for each of its texts and this internal number. Returns its id. */
export async function publishFlow(
  { app, folder, tenantId }: Owner,
  content: FlowContent,
  { number = null, id = randomUUID(), version = 1 }: { number?: string | null; id?: string; version?: number } = {},
): Promise<string> {
  const versionId = randomUUID();
  if (version === 1)
    await app.query('insert into flows (id, tenant_id, name, number) values ($1, $2, $3, $4)', [
      id,
      tenantId,
      content.name,
      number,
    ]);
  const goesTo = content.nodes.flatMap((node) => (node.kind === 'goTo' ? [node.flowId] : []));
  await app.query(
    `insert into flow_versions (id, flow_id, tenant_id, number, content, uses, goes_to, published_at, publisher, editors)
     values ($1, $2, $3, $4, $5, '{}', $6, now(), 'test', '{}')`,
    [versionId, id, tenantId, version, JSON.stringify(content), goesTo],
  );
  const fallback = content.fallback.kind === 'message' ? content.fallback.prompts : [];
  const prompts = [...content.nodes.flatMap((node) => ('prompts' in node ? node.prompts : [])), ...fallback];
  const media = path.join(folder, 'tenants', tenantId, 'media');
  mkdirSync(media, { recursive: true });
  for (const key of new Set(prompts.map(promptKey))) {
    const hertz = /(\d+) Hz/.exec(key)?.[1];
    if (hertz === undefined) continue;
    const sound = toneFile(Number(hertz), 3);
    const hash = createHash('sha256').update(sound).digest('hex');
    writeFileSync(path.join(media, `${hash}.wav`), sound);
    await app.query('insert into flow_version_media (version_id, tenant_id, prompt, hash) values ($1, $2, $3, $4)', [
      versionId,
      tenantId,
      key,
      hash,
    ]);
  }
  await app.query('update flows set published = $2 where id = $1', [id, version]);
  return id;
}
