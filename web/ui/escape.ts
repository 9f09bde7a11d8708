import { useEffect, useEffectEvent } from 'react';

type Layer = { close: () => void; above: boolean };

/** The open dialogs, in the order in which they opened. */
const layers: Layer[] = [];

/** One listener for all of them: with separate ones, a single press would close all in turn. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing) return;
  // an open list of options handles it
  if (event.target instanceof Element && event.target.getAttribute('data-mantine-stop-propagation') === 'true') return;
  (layers.findLast((layer) => layer.above) ?? layers.at(-1))?.close();
}

/** Calls `close` on Escape, unless another dialog is above this one. */
export function useEscape(close: () => void, above: boolean): void {
  const onEscape = useEffectEvent(close);
  useEffect(() => {
    const layer = { close: () => onEscape(), above };
    if (layers.push(layer) === 1) window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [above]);
}
