// ts-morph carries TypeScript (9 MB) and the declarations of the standard library (3 MB). Reading
// syntax needs no declarations, and nobody reads stack traces of the compiler: what is shipped has
// the first without the second and with short names. docs/adr/0008 has the sizes.
import { transform } from 'esbuild';
import fs from 'fs-extra';

const LIBRARY = /^const libFiles = \[\{$[\s\S]*?^ {4}\}\];$/m;

export const leanTsMorph = {
  name: 'lean-ts-morph',
  setup(build) {
    build.onLoad(
      { filter: /@ts-morph[\\/]common[\\/]dist[\\/]ts-morph-common\.js$/ },
      async (file) => {
        const source = await fs.readFile(file.path, 'utf8');
        if (!LIBRARY.test(source))
          throw new Error(`${file.path} holds its library files elsewhere.`);
        return { contents: source.replace(LIBRARY, () => 'const libFiles = [];') };
      },
    );
    build.onLoad({ filter: /@ts-morph[\\/]common[\\/]dist[\\/]typescript\.js$/ }, async (file) => {
      const source = await fs.readFile(file.path, 'utf8');
      const { code } = await transform(source, {
        minify: true,
        target: 'node20.19',
        legalComments: 'none',
        // The compiler asks where it lies; as an ES module it has no such variables.
        define: { __filename: '"typescript.js"', __dirname: '"."' },
      });
      return { contents: code };
    });
  },
};
