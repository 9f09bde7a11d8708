// Third-party programs, such as Asterisk. Set-up finds or installs each, and describes it in a file for the product.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whether the described program still exists, and is the one that the variable names, if it is set. */
export function isDescribed(description, variable) {
  const program = read(description);
  if (!program || !existsSync(program.binary)) return false;
  if ('modulesDir' in program && !existsSync(program.modulesDir)) return false;
  const wanted = process.env[variable];
  return wanted ? program.kind === 'given' && program.binary === path.resolve(wanted) : program.kind !== 'given';
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
