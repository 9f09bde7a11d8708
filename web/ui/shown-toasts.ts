export type Toast = { id: number; tone: 'good' | 'bad'; title: string; message: string };

const MOST = 4;

/** What was done last is what counts: it takes the place of what was said before it. What failed stays until it has been read. */
export const withToast = (shown: readonly Toast[], next: Toast): readonly Toast[] =>
  [...shown.filter(({ tone }) => tone === 'bad'), next].slice(-MOST);
