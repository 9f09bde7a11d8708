/** No script, style or frame of a stranger; names and logos with script in them stay text. `more` is what a page needs besides. */
export const contentSecurityPolicy = (more: { style?: string; image?: string } = {}): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    ['style-src', "'self'", more.style].filter(Boolean).join(' '),
    ['img-src', "'self'", more.image].filter(Boolean).join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
