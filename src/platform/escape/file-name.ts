import { safeLine } from '../values/characters.ts';

/**
 * The header that makes a browser save a response under this name (RFC 6266). Old programs read the plain name, others the encoded one (RFC
 * 8187).
 */
export function attachment(name: string): string {
  const safe =
    safeLine(name, 120)
      .replace(/[/\\:*?"<>|]/g, '-')
      .replace(/^[. ]+|[. ]+$/g, '') || 'download';
  const plain = safe
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ !#$&+\-.0-9A-Z^_`a-z|~]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"${plain === safe ? '' : `; filename*=UTF-8''${encoded}`}`;
}
