import { gzipSync, brotliCompressSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** The page that users open most has to load quickly. */
const FIRST_LOAD_LIMIT = 200_000;
const FIRST_PAGES = ['web/app/Shell.tsx', 'web/tenants/Tenants.tsx'];

/** Prints the size of a first visit to the list of tenants, and fails the build if it is too large. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const start = chunks.filter(
        (chunk) => chunk.isEntry || FIRST_PAGES.some((page) => chunk.facadeModuleId?.endsWith(page)),
      );
      const loaded = reached(
        start.map((chunk) => chunk.fileName),
        bundle,
      );
      const bytes = [...loaded].reduce((sum, name) => sum + gzipSync(codeOf(bundle[name])).length, 0);
      this.info(`first load of the list of tenants: ${(bytes / 1000).toFixed(1)} kB of JavaScript, gzipped`);
      if (start.length <= FIRST_PAGES.length || bytes > FIRST_LOAD_LIMIT) {
        this.error(
          `The first load is ${bytes} bytes in ${start.length} entries; at most ${FIRST_LOAD_LIMIT} are allowed.`,
        );
      }
    },
  };
}

const codeOf = (file: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined): string | Uint8Array =>
  file === undefined ? '' : file.type === 'chunk' ? file.code : file.source;

/** The chunks that the browser loads together with these. */
function reached(names: string[], bundle: Rolldown.OutputBundle, seen = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = bundle[name];
    if (seen.has(name) || chunk?.type !== 'chunk') continue;
    seen.add(name);
    reached(chunk.imports, bundle, seen);
  }
  return seen;
}

/** Compresses once at build time instead of for each request. The server sends `name.br` or `name.gz` if it exists. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(js|css|html|svg)$/.test(fileName)) continue;
          const code = codeOf(file);
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(code, { level: 9 }) });
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(code) });
        }
      },
    },
  };
}

const api = process.env.API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstLoad(), compressed()],
  // nothing is inlined, because the content security policy allows no data: fonts or scripts
  build: { outDir: '../dist/web', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023' },
  // `API=http://127.0.0.1:3000 npx vite web` serves the pages with reload, beside a running server
  server: { proxy: { '/api': { target: api, headers: { origin: api } } } },
});
