import type { RouteDescription } from '../http/index.ts';

const tag = 'sign-in';

export const login: RouteDescription = {
  id: 'beginSignIn',
  tag,
  summary: 'Send a browser to the identity provider',
  access: 'public',
  query: [{ name: 'returnTo', description: 'A path of this service, to go to afterwards.' }],
  success: {
    status: 302,
    description: 'To the identity provider.',
    headers: ['Location', 'Set-Cookie'],
  },
  problems: ['bad-request'],
};

export const callback: RouteDescription = {
  id: 'finishSignIn',
  tag,
  summary: 'Come back from the identity provider',
  access: 'public',
  query: [
    { name: 'code', description: 'What the identity provider exchanges for tokens.' },
    { name: 'state', description: 'Belongs to the browser that began.' },
    { name: 'iss', description: 'Who answers (RFC 9207).' },
    { name: 'error', description: 'Why the identity provider has refused.' },
  ],
  success: {
    status: 302,
    description: 'Signed in, and on to where the sign-in was begun for.',
    headers: ['Location', 'Set-Cookie'],
  },
  problems: ['bad-request'],
};

export const session: RouteDescription = {
  id: 'readSession',
  tag,
  summary: 'Who is signed in',
  access: 'session',
  success: {
    status: 200,
    description: 'The session, and what its unsafe requests have to carry.',
    schema: {
      type: 'object',
      required: ['authenticated', 'subject', 'csrfToken', 'expiresAt'],
      properties: {
        authenticated: { type: 'boolean', const: true },
        subject: { type: 'string' },
        csrfToken: { type: 'string', description: 'For X-CSRF-Token.' },
        expiresAt: {
          type: 'string',
          format: 'date-time',
          description: 'When it ends, however busy it is.',
        },
      },
    },
    example: {
      authenticated: true,
      subject: 'jane',
      csrfToken: 'of-this-session',
      expiresAt: '2026-01-15T19:30:00.000Z',
    },
  },
  problems: ['bad-request', 'unauthenticated', 'invalid-token'],
};

export const logout: RouteDescription = {
  id: 'endSession',
  tag,
  summary: 'Sign out',
  access: 'session',
  success: {
    status: 200,
    description: 'Signed out here; at the address it ends at the identity provider as well.',
    headers: ['Set-Cookie'],
    schema: {
      type: 'object',
      required: ['endSessionUrl'],
      properties: { endSessionUrl: { type: ['string', 'null'], format: 'uri' } },
    },
    example: { endSessionUrl: 'https://identity.example/logout?client_id=shop' },
  },
  problems: ['bad-request', 'unauthenticated', 'invalid-token', 'forged-request'],
};

export const backChannelLogout: RouteDescription = {
  id: 'obeyBackChannelLogout',
  tag,
  summary: 'End the sessions that the identity provider names',
  access: 'public',
  form: { logout_token: 'A logout token (OpenID Connect Back-Channel Logout 1.0).' },
  success: { status: 200, description: 'They have ended.' },
  problems: [
    'bad-request',
    'request-timeout',
    'body-too-large',
    'unsupported-media-type',
    'malformed-body',
  ],
};

export const clientKeys: RouteDescription = {
  id: 'readClientKeys',
  tag,
  summary: 'The public keys that this service signs with as a client',
  access: 'public',
  success: {
    status: 200,
    description: 'A JSON Web Key Set (RFC 7517), empty where a secret is used.',
    schema: {
      type: 'object',
      required: ['keys'],
      properties: { keys: { type: 'array', items: { type: 'object' } } },
    },
    example: { keys: [] },
  },
  problems: [],
};
