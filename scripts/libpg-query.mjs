// libpg-query looks for its WebAssembly beside its own file, which is a chunk once it is bundled.
import fs from 'fs-extra';

const file = 'libpg-query.wasm';

export const libpgQuery = (root, chunks) => ({
  name: 'libpg-query',
  setup(build) {
    build.onLoad({ filter: /libpg-query[\\/]wasm[\\/]libpg-query\.js$/ }, async ({ path }) => {
      const source = await fs.readFile(path, 'utf8');
      if (!source.includes('__dirname')) throw new Error(`${path} looks elsewhere for ${file}.`);
      return { contents: source.replaceAll('__dirname', '$dirname') };
    });
    build.onEnd(() =>
      fs.copy(`${root}/node_modules/libpg-query/wasm/${file}`, `${chunks}/${file}`),
    );
  },
});
