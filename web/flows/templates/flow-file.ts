import { type FlowTemplate, PortableFlow } from '../../../src/flows/templates/contract.ts';

/** The start of a new flow: a template or a file. */
export type StartingPoint = Omit<FlowTemplate, 'source'> & { source: FlowTemplate['source'] | 'file' };

/** More than a flow of 100 steps has. */
const MAX_FILE_BYTES = 2_000_000;

/** The flow in a downloaded file, or a message for the user. */
export async function readFlowFile(file: File): Promise<StartingPoint | string> {
  if (file.size > MAX_FILE_BYTES) return 'This file is too large for a call flow.';
  const read = PortableFlow.safeParse(parsed(await file.text()));
  if (!read.success) return 'There is no call flow in this file. Choose one that was downloaded from a call flow.';
  const { content, questions } = read.data;
  const description = `From the file ${file.name}.`;
  return { id: 'file', name: content.name, description, source: 'file', createdAt: null, content, questions };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
