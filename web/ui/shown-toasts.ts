export type Toast = { id: number; tone: 'good' | 'bad'; title: string; message: string };

const MOST = 4;

/** The latest result replaces the one before. A failure stays until it is dismissed. */
export const withToast = (shown: readonly Toast[], next: Toast): readonly Toast[] =>
  [...shown.filter(({ tone }) => tone === 'bad'), next].slice(-MOST);
