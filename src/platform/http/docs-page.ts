import swaggerUi from '@fastify/swagger-ui';
import type { Server } from './server.ts';

/**
 * The documentation's own: it sets styles in its markup and has small pictures in its style sheet. Nothing is upgraded to HTTPS: where the
 * pages are served over plain HTTP, its parts would not be found.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** No bar with somebody's logo; the type and the colours of the other pages. */
const STYLES = `
.swagger-ui .topbar { display: none; }
body { margin: 0; background: #f5f6f8; }
.swagger-ui, .swagger-ui .info .title, .swagger-ui .opblock-tag, .swagger-ui .opblock .opblock-summary-description,
.swagger-ui .btn, .swagger-ui select, .swagger-ui label, .swagger-ui table thead tr th {
  font-family: Inter, system-ui, -apple-system, 'Segoe UI', sans-serif;
}
.swagger-ui .scheme-container { box-shadow: none; background: transparent; }
.swagger-ui .info { margin: 2rem 0 1rem; }
.swagger-ui .info .title small.version-stamp { background: #3344bb; }
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3344bb"/>
<path d="M12 11 7 16l5 5M20 11l5 5-5 5" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The readable documentation of the API, with which it can be tried; nothing of it comes from elsewhere. */
export async function serveDocs(app: Server): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    uiConfig: { url: '/api/openapi.json', docExpansion: 'none', filter: true, validatorUrl: null },
    logo: { type: 'image/svg+xml', content: Buffer.from(ICON) },
    theme: {
      title: 'API documentation',
      css: [{ filename: 'docs.css', content: STYLES }],
      favicon: [{ filename: 'icon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: Buffer.from(ICON) }],
    },
  });
}
