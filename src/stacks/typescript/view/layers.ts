import { application } from './application.ts';
import { composition } from './composition.ts';
import { devServices } from './dev-services.ts';
import { documents } from './documents.ts';
import { domain } from './domain.ts';
import { http } from './http.ts';
import type { Layer } from './layer.ts';
import { pact } from './pact.ts';
import { persistence } from './persistence.ts';
import { tests } from './tests.ts';
import { workspace } from './workspace.ts';

export const layers: readonly Layer[] = [
  workspace,
  domain,
  application,
  composition,
  persistence,
  tests,
  http,
  devServices,
  documents,
  pact,
];
