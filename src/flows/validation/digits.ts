import type { FlowNode, NodeOf } from '../content/node-contract.ts';
import { at, type FoundFault, type FoundWarning } from './finding.ts';

/** Contradictions in the digits of a node. */
export function faultsOfDigits(node: FlowNode): FoundFault[] {
  if (node.kind === 'gather')
    return node.minDigits > node.maxDigits
      ? [
          at(
            node,
            'digits_range',
            `It waits for at least ${node.minDigits} digits, but takes at most ${node.maxDigits}.`,
          ),
        ]
      : [];
  if (node.kind !== 'menu') return [];
  const { options, directDial } = node;
  if (options.length === 0 && !directDial) return [at(node, 'no_option', 'Add a key that the caller can press.')];
  return options.flatMap((option, place) => {
    const earlier = options.slice(0, place);
    const faults: FoundFault[] = [];
    if (earlier.some(({ digits }) => digits === option.digits))
      faults.push(at(node, 'same_digits', `Two options have the digits ${option.digits}.`, option.id));
    if (earlier.some(({ id }) => id === option.id))
      faults.push(at(node, 'duplicate_id', 'Two options have the same id.', option.id));
    return faults;
  });
}

/** Warns of keys after which a menu has to wait, because a longer number could follow, and of keys that hide an extension. */
export function slowDigits(node: FlowNode, menuExtensions: readonly string[]): FoundWarning[] {
  if (node.kind !== 'menu') return [];
  return node.options.flatMap((option) => {
    const hidden = node.directDial && menuExtensions.includes(option.digits);
    const longer = longerThan(node, option.digits, menuExtensions);
    const said = [
      ...(hidden ? [`Extension ${option.digits} can’t be dialled here: the option has its number.`] : []),
      ...(longer === null
        ? []
        : [`${option.digits} waits ${node.nextDigitSeconds} s, because ${longer} begins with it.`]),
    ];
    return said.map((message) => at(node, 'slow_digits', message, option.id));
  });
}

/** Describes the longer number that begins with these digits; null: there is none. */
function longerThan(
  { options, directDial }: NodeOf<'menu'>,
  digits: string,
  menuExtensions: readonly string[],
): string | null {
  const begins = (one: string): boolean => one.length > digits.length && one.startsWith(digits);
  const option = options.find((other) => begins(other.digits));
  if (option) return `the option ${option.digits}`;
  const extension = directDial ? menuExtensions.find(begins) : undefined;
  return extension === undefined ? null : `extension ${extension}`;
}
