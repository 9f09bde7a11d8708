import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { NodeOf } from '../../../src/flows/content/node-contract.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { newId } from '../editing/new-node.ts';
import { TypedField } from './TypedField.tsx';
import styles from './panel.module.css';

type Options = NodeOf<'menu'>['options'];
type MenuOptionsProps = {
  options: Options;
  take: (options: Options, field: string | null) => string | undefined;
  readOnly: boolean;
};

/** The first unused key. */
const freeKey = (options: Options): string =>
  ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'].find((key) => options.every((o) => o.digits !== key)) ??
  '1';

/** The keys of a menu. Changing a key's digits or name doesn't change its exit. */
export function MenuOptions({ options, take, readOnly }: MenuOptionsProps) {
  const put = (index: number, patch: Partial<Options[number]>) =>
    options.map((option, at) => (at === index ? { ...option, ...patch } : option));
  const add = () => {
    const digits = freeKey(options);
    take([...options, { id: newId(), digits, name: `Option ${digits}`, to: null }], null);
  };
  return (
    <fieldset className={styles.group}>
      <legend>Keys</legend>
      {options.map((option, index) => (
        <div key={option.id} className={styles.item}>
          <div className={styles.digits}>
            <TypedField
              label={`Key ${index + 1}`}
              value={option.digits}
              readOnly={readOnly}
              take={(digits) => take(put(index, { digits }), `${option.id}/digits`)}
            />
          </div>
          <div className={styles.grow}>
            <TypedField
              label={`Name ${index + 1}`}
              value={option.name}
              readOnly={readOnly}
              take={(name) => take(put(index, { name }), `${option.id}/name`)}
            />
          </div>
          {!readOnly && (
            <span className={styles.itemActs}>
              <IconButton
                small
                label={`Remove key ${option.digits}`}
                icon={<IconTrash size={15} />}
                onClick={() => take(options.toSpliced(index, 1), null)}
              />
            </span>
          )}
        </div>
      ))}
      {!readOnly && options.length < 20 && (
        <div className={styles.adds}>
          <Button small icon={<IconPlus size={14} aria-hidden />} onClick={add}>
            Key
          </Button>
        </div>
      )}
    </fieldset>
  );
}
