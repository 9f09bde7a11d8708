import type { FastifyRequest } from 'fastify';
import type { Config } from '../../platform/config.ts';

/** Under HTTPS, browsers do not let other hosts or plain HTTP set a cookie with this prefix (`__Host-`, RFC 6265bis 4.1.3.2). */
export function cookieOf(
  config: Config,
  request: FastifyRequest,
  plain: 'session' | 'device',
): { name: string; secure: boolean } {
  const secure = request.protocol === 'https' || (config.publicUrl?.startsWith('https:') ?? false);
  return { name: secure ? `__Host-${plain}` : plain, secure };
}
