import http from 'node:http';
import type { AnyElysia } from 'elysia';
import type { Identity } from '../identity/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Admission } from './admission.ts';
import { createApplication } from './application.ts';
import { createCors } from './cors.ts';
import { createDeadlines } from './deadlines.ts';
import { apiDocuments } from './documents.ts';
import { createEdge, type Edge } from './edge.ts';
import { parsedHeaderBytes } from './limits.ts';
import { lastResort } from './last-resort.ts';
import { createManagement, type ReadinessCheck } from './management.ts';
import { buildOpenApi, type OpenApiDocument } from './openapi/document.ts';
import { collectRoutes, type Route } from './route.ts';

export interface ServerConfig {
  readonly service: string;
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly managementPort: number;
  readonly corsAllowedOrigins: readonly string[];
  /** How many proxies of ours stand between callers and this process. */
  readonly trustedProxyHops: number;
  /** Where callers reach the API; null: where they got its description from. */
  readonly publicUrl: string | null;
}

export interface ServerOptions {
  readonly modules: readonly { readonly name: string; readonly routes: AnyElysia }[];
  readonly config: ServerConfig;
  readonly telemetry: Telemetry;
  readonly identity: Identity;
  readonly admission: Admission;
  readonly readiness: readonly ReadinessCheck[];
}

export interface Server {
  readonly routes: readonly Route[];
  readonly openApi: OpenApiDocument;
  /** Answers without a socket. */
  readonly fetch: Edge;
  /** Listens, and begins to fetch the signing keys. */
  start(): Promise<{ readonly apiUrl: string; readonly managementUrl: string }>;
  /** Turns unready at once, refuses new connections, and waits for the requests in flight. */
  drain(milliseconds: number): Promise<void>;
  /** Closes what is still open. */
  stop(): Promise<void>;
}

const requestMilliseconds = 30_000;
// The server must not hang up on a request that we have yet to answer.
const idleSeconds = requestMilliseconds / 1000 + 10;
const drainPollMilliseconds = 20;
const lastBytesMilliseconds = 250;

export function createServer({
  modules,
  config,
  telemetry,
  identity,
  admission,
  readiness,
}: ServerOptions): Server {
  const state = { started: false, draining: false };
  const controllers = modules.map(({ routes }) => routes);
  const moduleRoutes = controllers.flatMap(collectRoutes);
  const openApi = buildOpenApi(config, moduleRoutes);
  const documents = apiDocuments(openApi, admission, { page: !config.production });
  const routes = [...collectRoutes(documents), ...moduleRoutes];

  const cors = createCors(config.corsAllowedOrigins);
  const deadlines = createDeadlines(requestMilliseconds);
  const app = createApplication({
    controllers: [documents, ...controllers],
    routes,
    admission,
    cors,
    telemetry,
  });
  const draining = () => state.draining;
  const fetch = createEdge({
    route: (request) => app.fetch(request),
    telemetry,
    admission,
    cors,
    deadlines,
    draining,
    trustedProxyHops: config.trustedProxyHops,
  });
  const manage = createManagement({
    checks: [...readiness, { name: 'identity', ready: identity.ready }],
    metrics: telemetry.metrics,
    started: () => state.started,
    draining,
  });
  const listeners: ReturnType<typeof listen>[] = [];

  return {
    routes,
    openApi,
    fetch,
    async start() {
      const answerOf = lastResort(telemetry);
      const management = listen(config.host, config.managementPort, manage, answerOf);
      const api = listen(config.host, config.port, fetch, answerOf);
      listeners.push(api, management);
      await identity.start();
      state.started = true;
      return { apiUrl: api.url.origin, managementUrl: management.url.origin };
    },
    async drain(milliseconds) {
      state.draining = true;
      const closed = listeners[0]?.stop();
      const until = performance.now() + milliseconds;
      while (deadlines.count() > 0 && performance.now() < until) {
        await Bun.sleep(drainPollMilliseconds);
      }
      // Answers may still be on their way out, and idle connections may stay open for ever.
      await Promise.race([closed, Bun.sleep(lastBytesMilliseconds)]);
    },
    async stop() {
      identity.stop();
      deadlines.stop();
      await Promise.all(listeners.map((listener) => listener.stop(true)));
    },
  };
}

function listen(hostname: string, port: number, fetch: Edge, error: (thrown: Error) => Response) {
  // Bun.serve has no option for it: its parser goes by the limit of node:http.
  Object.assign(http, { maxHeaderSize: parsedHeaderBytes });
  return Bun.serve({
    hostname,
    port,
    fetch: (request, server) => fetch(request, server.requestIP(request)?.address),
    development: false,
    // Bun shares ports by default, and the kernel would deal requests between two services.
    reusePort: false,
    idleTimeout: idleSeconds,
    // Bodies are bounded where they are read, so that the refusal is a problem document.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    error,
  });
}
