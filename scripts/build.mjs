// Builds what is published: dist/main.js (the program, bundled), dist/plop-pack.js (what plop loads of
// it), dist/templates/<stack>.js (the templates, precompiled) and dist/third-party-licenses.txt.
import { build } from 'esbuild';
import fs from 'fs-extra';
import path from 'node:path';

import { buildCompletions, buildPresets, buildTemplates } from './build-templates.mjs';
import { leanTsMorph } from './lean-ts-morph.mjs';
import { libpgQuery } from './libpg-query.mjs';
import { leanDegit } from './lean-degit.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

export async function buildAll() {
  await fs.emptyDir(dist);
  const { version } = await fs.readJson(path.join(root, 'package.json'));
  const [bundle] = await Promise.all([
    build({
      absWorkingDir: root,
      entryPoints: { main: 'src/cli/main.ts', 'plop-pack': 'src/plop-pack/pack.ts' },
      outdir: dist,
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      // Its main file is UMD, whose requires esbuild cannot see.
      alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
      external: ['oxfmt', 'prettier', '#templates/*'],
      define: { 'process.env.CREATE_BACKEND_VERSION': JSON.stringify(version) },
      banner: {
        js: "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url), $dirname = import.meta.dirname;",
      },
      minifySyntax: true,
      minifyWhitespace: true,
      minifyIdentifiers: true,
      legalComments: 'none',
      metafile: true,
      plugins: [leanTsMorph, leanDegit, libpgQuery(root, path.join(dist, 'chunks'))],
      logLevel: 'warning',
    }),
    buildTemplates(path.join(root, 'templates'), path.join(dist, 'templates')),
    buildPresets(path.join(root, 'presets'), path.join(dist, 'templates', 'presets.js')),
    buildCompletions(
      path.join(root, 'completions'),
      path.join(dist, 'templates', 'completions.js'),
    ),
  ]);
  await fs.writeFile(
    path.join(dist, 'third-party-licenses.txt'),
    await thirdPartyLicenses(root, bundle.metafile),
  );
}

if (process.argv[1] === import.meta.filename) await buildAll();
