/** Allows no scripts, styles or frames from elsewhere, and no inline scripts. `more`: additional sources of a page. */
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
