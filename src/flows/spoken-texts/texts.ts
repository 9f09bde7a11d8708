import { speakText } from '../../media/conversion.ts';
import { storeSound } from '../../media/files.ts';
import { soundsAmong } from '../../media/media.ts';
import type { Config } from '../../platform/config.ts';
import { addJob, type Db, inContext, type Tx } from '../../platform/db/db.ts';
import type { Storage } from '../../platform/db/storage.ts';
import { newId } from '../../platform/values/ids.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import type { Prompt } from '../content/parts-contract.ts';
import { promptKey } from '../content/rules.ts';
import type { FlowFault } from '../validation/contract.ts';
import { placed } from '../validation/finding.ts';
import * as sql from './sql.ts';

type Placed = { nodeId: string | null; prompt: Prompt };

/** The prompts of a flow and their nodes. The fallback's message has no node. */
function promptsOf({ nodes, fallback }: FlowContent): Placed[] {
  const atNodes = nodes.flatMap((node) =>
    'prompts' in node ? node.prompts.map((prompt) => ({ nodeId: node.id, prompt })) : [],
  );
  const last = fallback.kind === 'message' ? fallback.prompts : [];
  return [...atNodes, ...last.map((prompt) => ({ nodeId: null, prompt }))];
}

/** Texts are turned into speech before the call, when a variable has no value yet. */
const hasVariable = (text: string): boolean => /\{[a-zA-Z]\w*\}/.test(text);

const textsOf = (content: FlowContent): string[] => [
  ...new Set(
    promptsOf(content).flatMap(({ prompt }) =>
      prompt.kind === 'text' && prompt.text !== '' && !hasVariable(prompt.text) ? [prompt.text] : [],
    ),
  ),
];

/** Turns the texts of a draft into speech in the background, before it is published. */
export async function speakSoon(tx: Tx, tenantId: string, content: FlowContent): Promise<void> {
  const texts = textsOf(content);
  const known = new Set((await sql.textsAmong(tx, texts)).flatMap(({ text, failed }) => (failed ? [] : [text])));
  const wanted = texts.filter((text) => !known.has(text));
  if (wanted.length === 0) return;
  await sql.requestTexts(tx, tenantId, wanted);
  await addJob(tx, 'speak_flow_texts', { tenantId });
}

/** Turns waiting texts into speech. It can run twice: texts that already have a sound are skipped. */
export async function speakTexts(
  { db, storage, config }: { db: Db; storage: Storage; config: Config },
  tenantId: string,
  onFailure: (error: unknown) => void,
): Promise<void> {
  for (const text of await inContext(db, { tenantId }, sql.unspokenTexts)) {
    try {
      const sound = await speakText(config, text, newId());
      await storeSound(db, storage, { tenantId, sound }, (tx) => sql.setSpoken(tx, text, { hash: sound.hash }));
    } catch (error) {
      onFailure(error);
      await inContext(db, { tenantId }, (tx) => sql.setSpoken(tx, text, { failed: true }));
    }
  }
}

/** The existing sounds of the prompts, by `promptKey`. */
export async function soundsOf(tx: Tx, content: FlowContent): Promise<ReadonlyMap<string, string>> {
  const prompts = promptsOf(content).map(({ prompt }) => prompt);
  const media = await soundsAmong(
    tx,
    prompts.flatMap((prompt) => (prompt.kind === 'media' && prompt.mediaId !== null ? [prompt.mediaId] : [])),
  );
  const texts = new Map((await sql.textsAmong(tx, textsOf(content))).map(({ text, hash }) => [text, hash]));
  const hashOf = (prompt: Prompt) =>
    prompt.kind === 'text' ? texts.get(prompt.text) : prompt.mediaId === null ? null : media.get(prompt.mediaId)?.hash;
  return new Map(
    prompts.flatMap((prompt): [string, string][] => {
      const hash = hashOf(prompt);
      return hash ? [[promptKey(prompt), hash]] : [];
    }),
  );
}

/** The texts of a flow that have no sound yet. */
export async function textFaults(tx: Tx, flowId: string, content: FlowContent): Promise<FlowFault[]> {
  const known = new Map((await sql.textsAmong(tx, textsOf(content))).map((row) => [row.text, row]));
  return promptsOf(content).flatMap(({ nodeId, prompt }) => {
    if (prompt.kind !== 'text' || prompt.text === '') return [];
    const problem = problemOf(prompt.text, known.get(prompt.text));
    if (problem === null) return [];
    return [{ flowId, ...placed(content, nodeId, 'sound_not_ready', problem) }];
  });
}

function problemOf(text: string, known: sql.FlowText | undefined): string | null {
  if (hasVariable(text))
    return 'A text with a variable can’t be spoken before the call. Read the variable in a separate node.';
  if (known?.hash) return null;
  return known?.failed
    ? 'The text could not be spoken. Save the draft to try again, or choose a sound of the media library.'
    : 'The text is being spoken. Try again in a moment.';
}
