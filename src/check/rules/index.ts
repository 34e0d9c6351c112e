import type { Rule } from '../rule.ts';
import { architectureRules } from './architecture/index.ts';
import { operationsRules } from './operations/index.ts';
import { securityRules } from './security/index.ts';

/** Every rule that reading a repository can decide, in the order of the requirements; one entry per id. */
export const rules: readonly Rule[] = [...architectureRules, ...securityRules, ...operationsRules];
