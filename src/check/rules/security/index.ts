import type { Rule } from '../../rule.ts';
import { authenticationAudit, mutationAudit } from './audit.ts';
import { encryption } from './encryption.ts';
import { grants } from './grants.ts';
import { headers } from './headers.ts';
import { limits } from './limits.ts';
import { refresh } from './refresh.ts';
import { schemas } from './schemas.ts';
import { scopes } from './scopes.ts';
import { secrets } from './secrets.ts';
import { segmentation } from './segmentation.ts';
import { sql } from './sql.ts';
import { tokens } from './tokens.ts';

export const securityRules: readonly Rule[] = [
  grants,
  tokens,
  refresh,
  scopes,
  limits,
  schemas,
  authenticationAudit,
  mutationAudit,
  headers,
  secrets,
  sql,
  segmentation,
  encryption,
];
