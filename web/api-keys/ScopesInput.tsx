import { useController } from 'react-hook-form';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Row } from '../ui/layout.tsx';
import { COMMON_ACTIONS, type ScopeRow, type ScopeTable } from './scope-table.ts';
import styles from './scopes.module.css';

const isCommon = (action: string): boolean => COMMON_ACTIONS.some((common) => common === action);

/** The scopes of a key, as a table of nouns and actions. */
export function ScopesInput({ name, table }: { name: string; table: ScopeTable }) {
  const { field, fieldState } = useController({ name });
  const chosen = field.value as string[];
  const set = (scope: string, on: boolean) =>
    field.onChange(on ? [...chosen, scope] : chosen.filter((other) => other !== scope));
  const fault = fieldState.error?.message;
  return (
    <fieldset className={styles.scopes} aria-describedby={fault ? `${name}-fault` : undefined}>
      <legend className={styles.legend}>What the key may do</legend>
      <Row tight>
        {table.presets.map(({ label, scopes }) => (
          <Button key={label} small onClick={() => field.onChange([...scopes])}>
            {label}
          </Button>
        ))}
      </Row>
      {fault && (
        <p id={`${name}-fault`} className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col">Read</th>
              <th scope="col">Write</th>
              <th scope="col">More</th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <ScopeLine key={row.noun} row={row} has={(scope) => chosen.includes(scope)} set={set} />
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  );
}

type LineProps = { row: ScopeRow; has: (scope: string) => boolean; set: (scope: string, on: boolean) => void };

function ScopeLine({ row: { noun, name, actions }, has, set }: LineProps) {
  const tick = (action: string) => (
    <Checkbox
      name={`${name}: ${action}`}
      value={has(`${noun}.${action}`)}
      onChange={(on) => set(`${noun}.${action}`, on)}
    />
  );
  return (
    <tr>
      <th scope="row">{name}</th>
      {COMMON_ACTIONS.map((action) => (
        <td key={action}>{actions.includes(action) && tick(action)}</td>
      ))}
      <td>
        {actions
          .filter((action) => !isCommon(action))
          .map((action) => (
            <span key={action} className={styles.more}>
              {tick(action)} {action}
            </span>
          ))}
      </td>
    </tr>
  );
}
