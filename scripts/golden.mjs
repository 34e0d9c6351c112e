// Rewrites test/golden: what users get from preset shop, per stack. Review the diff as a user would.
import { spawnSync } from 'node:child_process';
import fs from 'fs-extra';
import path from 'node:path';

import { buildAll } from './build.mjs';

const root = path.resolve(import.meta.dirname, '..');
const stacks = ['typescript'];

await buildAll();
for (const stack of stacks) {
  const out = path.join(root, 'test', 'golden', stack, 'shop');
  await fs.remove(out);
  const result = spawnSync(
    'node',
    [
      path.join(root, 'bin/create-backend.js'),
      'render',
      '--preset',
      'shop',
      '--set',
      `stack=${stack}`,
      '--out',
      out,
    ],
    { encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  console.log(`Wrote ${path.relative(root, out)}`);
}
