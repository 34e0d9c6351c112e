import type { Rule } from '../../rule.ts';
import { aggregates } from './aggregates.ts';
import { pagination, versioning } from './api.ts';
import { capabilities } from './capabilities.ts';
import { composition } from './composition.ts';
import { contexts } from './contexts.ts';
import { enforcement } from './enforcement.ts';
import { compatibility } from './event-versions.ts';
import { extraction } from './extraction.ts';
import { isolation } from './isolation.ts';
import { layers } from './layers.ts';
import { ownership } from './ownership.ts';

export const architectureRules: readonly Rule[] = [
  capabilities,
  layers,
  composition,
  enforcement,
  isolation,
  ownership,
  aggregates,
  contexts,
  extraction,
  compatibility,
  pagination,
  versioning,
];
