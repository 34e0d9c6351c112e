// libpg-query looks for its WebAssembly beside its own file, which is a chunk once it is bundled.
// It is shipped compressed, a third of its size; unpacking takes some 20 ms, in `check` alone.
import fs from 'fs-extra';
import { brotliCompressSync } from 'node:zlib';

const file = 'libpg-query.wasm';
const reading = 'async function getWasmBinary(binaryFile){';

export const libpgQuery = (root, chunks) => ({
  name: 'libpg-query',
  setup(build) {
    build.onLoad({ filter: /libpg-query[\\/]wasm[\\/]libpg-query\.js$/ }, async ({ path }) => {
      const source = await fs.readFile(path, 'utf8');
      if (!source.includes(reading)) throw new Error(`${path} reads ${file} otherwise.`);
      const unpack = `return require('node:zlib').brotliDecompressSync(require('node:fs').readFileSync($dirname + '/${file}.br'));`;
      return {
        contents: source
          .replace(reading, () => `${reading}${unpack}`)
          .replaceAll('__dirname', '$dirname'),
      };
    });
    build.onEnd(async () => {
      const wasm = await fs.readFile(`${root}/node_modules/libpg-query/wasm/${file}`);
      await fs.outputFile(`${chunks}/${file}.br`, brotliCompressSync(wasm));
    });
  },
});
