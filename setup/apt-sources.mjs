// Reads apt's source lists, both styles, and finds the Debian mirror that this machine already uses.

/** One-line style: `deb [signed-by=/k.gpg arch=amd64] http://mirror/debian bookworm main contrib`. */
export function parseOneLine(text) {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri, suite, components] = match;
    const option = Object.fromEntries(words(options).map((pair) => splitOnce(pair, '=')));
    return [
      source([uri], [suite], words(components), {
        'Signed-By': option['signed-by'],
        Trusted: option.trusted,
        'Check-Valid-Until': option['check-valid-until'],
      }),
    ];
  });
}

/** deb822 style: paragraphs of fields. Lines that begin with a space continue a field. */
export function parseDeb822(text) {
  return text
    .replace(/^#.*\n?/gm, '')
    .split(/\n\s*\n/)
    .flatMap((paragraph) => {
      const field = Object.fromEntries(
        paragraph
          .split(/\n(?=\S)/)
          .filter((line) => line.includes(':'))
          .map((line) => splitOnce(line, ':'))
          .map(([name, value]) => [name.trim().toLowerCase(), value.trim()]),
      );
      const off = /^(no|false|0|off)$/i.test(field.enabled ?? 'yes');
      if (off || !field.uris || !words(field.types ?? '').includes('deb')) return [];
      return [
        source(words(field.uris), words(field.suites ?? ''), words(field.components ?? ''), {
          'Signed-By': field['signed-by'],
          Trusted: field.trusted,
          'Check-Valid-Until': field['check-valid-until'],
        }),
      ];
    });
}

const words = (text) => text.split(/[\s,]+/).filter(Boolean);
const splitOnce = (text, by) => [text.slice(0, text.indexOf(by)), text.slice(text.indexOf(by) + by.length)];
const source = (uris, suites, components, options) => ({
  uris,
  suites,
  components,
  options: Object.fromEntries(Object.entries(options).filter(([, value]) => value)),
});

const DEBIAN_SUITE = /^(oldstable|stable|testing|unstable|sid|bullseye|bookworm|trixie|forky|duke)$/;

/**
 * The source whose mirror also carries Debian's other suites, or null. Other vendors also publish for Debian's suites (`https://apt.example.com
 * bookworm main`), so sources that look like Debian itself come first.
 */
export function debianMirror(sources) {
  const likeness = ({ uris, suites, options }) =>
    (/debian-archive/.test(options['Signed-By'] ?? '') ? 4 : 0) +
    (suites.some((suite) => suite.endsWith('-updates')) ? 2 : 0) +
    (uris.some((uri) => /\/debian\/?$|debian\.list$/.test(uri)) ? 1 : 0);
  const fitting = sources.filter(
    ({ uris, suites, components }) =>
      suites.some((suite) => DEBIAN_SUITE.test(suite)) &&
      components.includes('main') &&
      !uris.some((uri) => uri.startsWith('cdrom:')),
  );
  const best = fitting
    .map((each) => ({ ...each, likeness: likeness(each) }))
    .sort((a, b) => b.likeness - a.likeness)[0];
  return best?.likeness ? best : null;
}

/** The suite of the machine itself. */
export const mainSuite = ({ suites }) => suites.find((suite) => DEBIAN_SUITE.test(suite));

/** A deb822 file for one suite of that mirror. */
export function sourceFor(mirror, suite) {
  const options = Object.entries(mirror.options)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
  return `Types: deb\nURIs: ${mirror.uris.join(' ')}\nSuites: ${suite}\nComponents: main\n${options}`;
}
