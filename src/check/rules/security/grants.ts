import { itemsOf, textAt } from '../../reading/data.ts';
import { realms } from '../../reading/deployment/realms.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';
import { tokenVerification } from './token-verification.ts';
import { codeGrants, developmentPkce, scriptGrants } from './grants-in-code.ts';

const clients = (repository: Repository) => realms(repository).flatMap((realm) => realm.clients);

const realmGrants: Check = {
  name: 'realm-grants',
  title: 'No client of the realm may use the implicit or the password grant',
  reason:
    'The implicit grant puts tokens into addresses, the password grant hands passwords to applications; OAuth 2.1 has neither.',
  mend: 'Set implicitFlowEnabled and directAccessGrantsEnabled to false, and sign people in by the authorization code.',
  subject: 'clients of realms',
  inspect: (repository) =>
    inspectEach(clients(repository), function* (client) {
      if (client.data['implicitFlowEnabled'] === true)
        yield client.at(
          ['implicitFlowEnabled'],
          `The client ${client.id} may use the implicit grant.`,
        );
      if (client.data['directAccessGrantsEnabled'] === true)
        yield client.at(
          ['directAccessGrantsEnabled'],
          `The client ${client.id} may use the password grant.`,
        );
    }),
};

const realmPkce: Check = {
  name: 'realm-pkce',
  title: 'Every client that signs people in uses PKCE with S256',
  reason:
    'Without PKCE a stolen authorization code is worth a token, and with the method "plain" the code challenge protects nothing.',
  mend: 'Set the attribute pkce.code.challenge.method of the client to S256.',
  subject: 'clients of realms',
  inspect: (repository) =>
    inspectEach(clients(repository), function* (client) {
      const { standardFlowEnabled, bearerOnly, attributes } = client.data;
      if (standardFlowEnabled === false || bearerOnly === true) return;
      const method = textAt(attributes, 'pkce.code.challenge.method');
      if (method !== 'S256')
        yield client.at(
          ['attributes', 'pkce.code.challenge.method'],
          `The client ${client.id} signs people in ${method ? `with the PKCE method ${method}` : 'without PKCE'}.`,
        );
    }),
};

const redirects: Check = {
  name: 'redirect-addresses',
  title: 'Redirect addresses are exact, and use TLS outside of the own machine',
  reason:
    'A wildcard, or an address that anybody on the way can answer, sends authorization codes to whoever asks for them.',
  mend: 'List every address of redirectUris in full, with https; http is for loopback addresses only.',
  subject: 'clients of realms',
  inspect: (repository) =>
    inspectEach(clients(repository), function* (client) {
      for (const [index, address] of itemsOf(client.data['redirectUris']).entries()) {
        if (typeof address !== 'string') continue;
        const where = ['redirectUris', index];
        if (address.includes('*'))
          yield client.at(
            where,
            `The client ${client.id} may redirect to anything like ${address}.`,
          );
        else if (isPlainRemote(address))
          yield client.at(where, `The client ${client.id} redirects to ${address} without TLS.`);
      }
    }),
};

function isPlainRemote(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return protocol === 'http:' && !loopback;
}

export const grants: Rule = {
  id: 'SEC-1',
  title: 'OAuth 2.1: authorization code with PKCE (S256) only; no implicit, no password grant',
  checks: [
    realmGrants,
    realmPkce,
    redirects,
    codeGrants,
    scriptGrants,
    developmentPkce,
    tokenVerification,
  ],
};
