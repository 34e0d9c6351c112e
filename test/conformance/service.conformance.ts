import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { makeVerbs, typescriptVerbs } from '../support/service.ts';
import { readBlueprint } from './blueprint.ts';
import { registerConformance } from './register.ts';

const directory = process.env['CONFORMANCE_SERVICE'];
if (directory === undefined) {
  throw new Error('CONFORMANCE_SERVICE names the folder of the emitted repository to be judged');
}
const repository = path.resolve(directory);
const file = process.env['CONFORMANCE_BLUEPRINT'] ?? path.join(repository, 'backend.yaml');
const blueprint = readBlueprint(readFileSync(file, 'utf8'), file);
const verbs = existsSync(path.join(repository, 'package.json'))
  ? typescriptVerbs(repository)
  : makeVerbs(repository);

const named = process.env['CONFORMANCE_SECTIONS'];

registerConformance(
  blueprint,
  () => ({ verbs, blueprint, postgres: inject('postgres') }),
  named === undefined ? {} : { sections: new Set(named.split(',')) },
);
