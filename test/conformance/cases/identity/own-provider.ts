import {
  type IdentityProvider,
  startIdentityProvider,
} from '../../../support/identity-provider.ts';
import { type Service, startService } from '../../../support/service.ts';
import { allScopes, connectApi } from '../../api.ts';
import { type World, withInstance } from '../../world.ts';

/** A world whose provider may fail without anybody else noticing. */
export interface OwnWorld extends World {
  /** A token that nobody has seen yet, with every scope. */
  fresh(): string;
  /** Milliseconds that a request takes, and its status. */
  timed(path: string, token: string): Promise<{ readonly status: number; readonly ms: number }>;
}

/** Another process of the service, with an identity provider of its own. */
export const withOwnProvider = (
  world: World,
  work: (own: OwnWorld) => Promise<void>,
): Promise<void> =>
  withProvider(world, (identity) =>
    withInstance(world, { OIDC_ISSUER: identity.issuer }, (service) =>
      work(ownWorld(world, identity, service)),
    ),
  );

/** The same, where the provider misbehaves before the service starts: it does not get ready. */
export const withColdProvider = (
  world: World,
  misbehave: (identity: IdentityProvider) => void,
  work: (own: OwnWorld) => Promise<void>,
): Promise<void> =>
  withProvider(world, async (identity) => {
    misbehave(identity);
    const environment = await world.environment({ OIDC_ISSUER: identity.issuer });
    const service = startService(world.subject.verbs, environment);
    try {
      await work(ownWorld(world, identity, service));
    } finally {
      await service.stop();
    }
  });

async function withProvider(
  world: World,
  work: (identity: IdentityProvider) => Promise<void>,
): Promise<void> {
  const identity = await startIdentityProvider(world.identity.audience);
  try {
    await work(identity);
  } finally {
    await identity.stop();
  }
}

function ownWorld(world: World, identity: IdentityProvider, service: Service): OwnWorld {
  const api = connectApi(service.baseUrl, world.blueprint, identity);
  return {
    ...world,
    identity,
    service,
    api,
    fresh: () => identity.token({ scopes: allScopes(world.blueprint) }),
    async timed(path, token) {
      const started = performance.now();
      const { status } = await api.ask({ method: 'GET', path, token });
      return { status, ms: performance.now() - started };
    },
  };
}
