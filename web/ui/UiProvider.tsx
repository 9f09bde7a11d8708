import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@fontsource-variable/inter/wght.css';
import './theme.css';
import { createTheme, MantineProvider, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { Toasts } from './toast.tsx';

const theme = createTheme({ respectReducedMotion: true, cursorType: 'pointer' });

/**
 * The UI kit around the pages. Its variables come from style sheets and not from <style> elements made at run time, so that
 * the pages need no `unsafe-inline` in their content security policy.
 */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      {children}
      <Toasts />
    </MantineProvider>
  );
}

export const COLOR_SCHEMES = { auto: 'System', light: 'Light', dark: 'Dark' } as const;
export type ColorScheme = keyof typeof COLOR_SCHEMES;

export function useColorScheme(): [ColorScheme, (scheme: ColorScheme) => void] {
  const { colorScheme, setColorScheme } = useMantineColorScheme(
    // holding transitions still is done with a <style> element made at run time
    { keepTransitions: true },
  );
  return [colorScheme, setColorScheme];
}
