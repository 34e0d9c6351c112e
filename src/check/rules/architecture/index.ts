import type { Rule } from '../../rule.ts';
import { contexts } from './contexts.ts';
import { layers } from './layers.ts';

export const architectureRules: readonly Rule[] = [layers, contexts];
