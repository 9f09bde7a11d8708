/** SDP of one audio stream. Port 9 is an address where nothing listens. */
export function audioSdp(
  port: number,
  { host = '127.0.0.1', codecs = '0', profile = 'RTP/AVP', more = [] as string[] } = {},
): string {
  const lines = ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0'];
  return [...lines, `m=audio ${port} ${profile} ${codecs}`, ...more].map((line) => `${line}\r\n`).join('');
}
