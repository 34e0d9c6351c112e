import type { Resource } from '../../api.ts';
import { type Case, onlyOnce } from '../../case.ts';
import { afterwards } from './afterwards.ts';
import { credentialCases } from './credentials.ts';
import { keyCases } from './keys.ts';
import { outageCases } from './outage.ts';
import { rotationCases } from './rotation.ts';
import { scopeCases } from './scopes.ts';
import { tokenCases } from './tokens.ts';
import { walkCases } from './walk.ts';

/**
 * Who may do what: the first part of section Identity. Ids begin with those of the catalogue of
 * attacks, OA-01 to OA-38; OA-28, the right scope in the wrong hands, is a matter of tenancy.
 */
export function identityCases(resources: readonly Resource[]): Case[] {
  const [resource] = resources;
  if (resource === undefined) return [];
  return [
    ...onlyOnce([
      ...tokenCases(resource),
      ...credentialCases(resource),
      ...keyCases(resource),
      ...rotationCases(resource),
      ...outageCases(resource),
    ]),
    ...resources.flatMap(scopeCases),
    ...walkCases(resource),
    ...afterwards(),
  ];
}
