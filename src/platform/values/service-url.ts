/** The URL for a service's requests. Operators may configure it with or without the path. */
export const serviceUrl = (url: string, path: string): string =>
  url.endsWith(path) ? url : url.replace(/\/+$/, '') + path;
