import type { Fallback } from '../content/graph-contract.ts';
import type { Prompt } from '../content/parts-contract.ts';
import { type Complete, isComplete, type Position } from './walk.ts';

const MAX_VALUE_LENGTH = 200;
const MAX_TEXT_LENGTH = 1000;
const NAME = /\{([a-zA-Z][a-zA-Z0-9]{0,29})\}/g;

/** The variables that a text names in braces. */
export const variablesIn = (text: string): string[] => [...text.matchAll(NAME)].map(([, name = '']) => name);

const fill = (text: string, valueOf: (name: string) => string): string =>
  text.replaceAll(NAME, (_, name: string) => valueOf(name));

/** The value of a variable; empty if it was never set. */
export const valueOf = ({ variables }: Position, name: string): string =>
  Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';

export const isSecret = ({ secrets }: Position, name: string): boolean => secrets.includes(name);

/** A value with its variables filled in, including secret ones, because it stays within the call. */
export const valueWith = (position: Position, value: string): string =>
  fill(value, (name) => valueOf(position, name)).slice(0, MAX_VALUE_LENGTH);

/** The part of a text that is spoken. Secrets are left out, because spoken texts are stored as sounds. */
const spoken = (position: Position, text: string): string =>
  fill(text, (name) => (isSecret(position, name) ? '' : valueOf(position, name))).slice(0, MAX_TEXT_LENGTH);

/** What the caller hears of the prompts of a node. */
export const audiblePrompts = (position: Position, prompts: readonly Prompt[]): Complete<Prompt>[] =>
  prompts
    .map((prompt) => (prompt.kind === 'text' ? { ...prompt, text: spoken(position, prompt.text) } : prompt))
    .filter(isComplete)
    .filter((prompt) => prompt.kind !== 'text' || prompt.text.trim() !== '');

/** A fallback with its texts filled in. */
export const fallbackOf = (position: Position, fallback: Fallback): Fallback =>
  fallback.kind === 'message' ? { ...fallback, prompts: audiblePrompts(position, fallback.prompts) } : fallback;

/** The variables that others may see. */
export const openVariables = ({ variables, secrets }: Position): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !secrets.includes(name)));

/** Sets a variable. A name that has held a secret stays secret for the call. */
export const withVariable = (position: Position, name: string, value: string, secret: boolean): Position => ({
  ...position,
  variables: { ...position.variables, [name]: value.slice(0, MAX_VALUE_LENGTH) },
  secrets: secret && !isSecret(position, name) ? [...position.secrets, name] : position.secrets,
});
