export type Toast = { id: number; tone: 'good' | 'bad'; title: string; message: string };

const MOST = 4;

/** A new result replaces the previous one. Failures stay until they are dismissed. */
export const withToast = (shown: readonly Toast[], next: Toast): readonly Toast[] =>
  [...shown.filter(({ tone }) => tone === 'bad'), next].slice(-MOST);
