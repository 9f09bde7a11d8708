const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** A file's size with two significant digits: "1.4 MB". */
export function sizeLabel(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const size = bytes / 1000 ** step;
  return `${size.toLocaleString(undefined, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${UNITS[step]}`;
}
