import type { Field } from '../../src/blueprint/model.ts';
import type { Reply } from '../support/http-client.ts';
import { expectViolation, expectViolationWithin } from './expectations.ts';
import type { InvalidSample } from './samples/invalid.ts';

/** A sample was refused where it is wrong. */
export function expectRefusal(reply: Reply, field: Field, sample: InvalidSample): void {
  // How deep into free JSON the pointer leads is not laid down.
  if (field.type.kind === 'json') expectViolationWithin(reply, `/${field.name}`);
  else expectViolation(reply, `/${field.name}${sample.pointer ?? ''}`, sample.codes);
}
