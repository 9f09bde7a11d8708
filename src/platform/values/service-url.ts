/** Where a service takes its requests: operators give its address with the path of the request or without. */
export const serviceUrl = (url: string, path: string): string =>
  url.endsWith(path) ? url : url.replace(/\/+$/, '') + path;
