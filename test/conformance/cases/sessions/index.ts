import type { Resource } from '../../api.ts';
import type { Case } from '../../case.ts';
import { callbackCases } from './callback.ts';
import { loginCases } from './login.ts';
import { logoutCases } from './logout.ts';
import { renewalCases } from './renewal.ts';
import { requestCases } from './requests.ts';
import { secretCases } from './secrets.ts';

/** People who sign in by a browser: the second part of section Identity. */
export function sessionCases(resource: Resource): Case[] {
  return [
    ...loginCases(),
    ...callbackCases(),
    ...requestCases(resource),
    ...renewalCases(resource),
    ...logoutCases(resource),
    ...secretCases(resource),
  ];
}
