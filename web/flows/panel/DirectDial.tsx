import { SwitchField } from '../../ui/fields.tsx';

type DirectDialProps = { value: boolean; readOnly: boolean; take: (on: boolean) => void };

/** Whether callers can dial an extension in a menu. */
export function DirectDial({ value, readOnly, take }: DirectDialProps) {
  return (
    <SwitchField
      label="Callers can dial extensions"
      description="Those that are marked “Reachable from menus”. A key comes before an extension with the same number."
      value={value}
      readOnly={readOnly}
      onChange={take}
    />
  );
}
