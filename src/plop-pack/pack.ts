import type { NodePlopAPI } from 'node-plop';

import { describeGenerators } from './generators.ts';
import { helpers, partials } from './helpers.ts';

/** What `plop.load('create-backend')` brings into any plopfile. */
export default function createBackend(plop: NodePlopAPI): void {
  for (const [name, helper] of Object.entries(helpers)) plop.setHelper(name, helper);
  for (const [name, text] of Object.entries(partials)) plop.setPartial(name, text);
  describeGenerators(plop);
  plop.setDefaultInclude({ helpers: true, partials: true, generators: true });
}
