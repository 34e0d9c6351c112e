import path from 'node:path';
import { registerRepository } from './typescript-repository.ts';

registerRepository({
  name: 'nasty',
  flags: ['--blueprint', path.resolve(import.meta.dirname, '../fixtures/nasty.yaml')],
  file: 'test/fixtures/nasty.yaml',
  testsOn: 'a given database',
  // The shop is judged by all of it.
  conformance: { repeated: true },
});
