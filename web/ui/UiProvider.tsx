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
 * Provides the UI kit. Its CSS variables come from style sheets instead of <style> elements created at run time, so that the content security policy
 * needs no `unsafe-inline`.
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
    // disabling transitions would create a <style> element at run time
    { keepTransitions: true },
  );
  return [colorScheme, setColorScheme];
}
