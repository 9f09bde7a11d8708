import { IconHistory, IconPlayerPlay } from '@tabler/icons-react';
import { Button } from '../ui/Button.tsx';

/** A tool panel beside the canvas. */
export type Tool = 'test' | 'versions';

const TOOLS = [
  { tool: 'test', label: 'Test run', icon: <IconPlayerPlay size={15} aria-hidden /> },
  { tool: 'versions', label: 'Versions', icon: <IconHistory size={15} aria-hidden /> },
] as const;

type EditorActsProps = {
  tool: Tool | null;
  onTool: (tool: Tool | null) => void;
  /** Undefined if there is no published version to return to. */
  onDiscard: (() => void) | undefined;
  onSave: () => void;
  onPublish: () => void;
  saving: boolean;
  unsavable: string | null;
  unchanged: string | null;
};

/** The buttons in the bar of the designer, for the whole flow. */
export function EditorActs(props: EditorActsProps) {
  const { tool, onTool, onDiscard, onSave, onPublish, saving, unsavable, unchanged } = props;
  return (
    <>
      {TOOLS.map(({ tool: each, label, icon }) => (
        <Button
          key={each}
          small
          kind="quiet"
          icon={icon}
          aria-pressed={tool === each}
          onClick={() => onTool(tool === each ? null : each)}
        >
          {label}
        </Button>
      ))}
      {onDiscard && (
        <Button small kind="quiet" disabledReason={unchanged} onClick={onDiscard}>
          Discard changes
        </Button>
      )}
      <Button small busy={saving} disabledReason={unsavable} onClick={onSave}>
        Save draft
      </Button>
      <Button small kind="primary" disabledReason={unchanged} onClick={onPublish}>
        Publish…
      </Button>
    </>
  );
}
