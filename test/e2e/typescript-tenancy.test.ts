import path from 'node:path';
import { registerRepository } from './typescript-repository.ts';

registerRepository({
  name: 'desks',
  flags: ['--blueprint', path.resolve(import.meta.dirname, '../fixtures/tenancy.yaml')],
  file: 'test/fixtures/tenancy.yaml',
  testsOn: 'a given database',
  // The shop is judged by all of it; whoever signs in here acts within a tenant.
  conformance: { repeated: true, again: ['sessions'] },
});
