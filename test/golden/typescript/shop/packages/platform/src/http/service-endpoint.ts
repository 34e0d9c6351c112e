import type { Result } from '@packages/kernel';
import type { Telemetry } from '../telemetry/index.ts';
import type { Endpoint, RoutedRequest } from './endpoint.ts';
import { exchangeOf, type Exchange } from './exchange.ts';
import { problemOfFailure } from './failure.ts';
import type { RouteDescription } from './openapi/service-route.ts';
import type { Problem } from './problem.ts';
import { encodeProblem, encodeReply, toResponse, type Reply } from './response.ts';
import { routeTemplate } from './route-template.ts';

/** Cookies that go with an answer, as Set-Cookie has them. */
interface WithCookies {
  readonly cookies?: readonly string[];
}

/** Answers a request to the service itself; whom it lets in is its own affair. */
export type Serve = (
  request: Request,
  exchange: Exchange,
) => Promise<Result<Reply & WithCookies, Problem & WithCookies>>;

/** An endpoint that belongs to no context, such as those of a sign-in. */
export function serviceEndpoint(
  telemetry: Telemetry,
  description: RouteDescription,
  serve: Serve,
): Endpoint {
  const endpoint = async ({ request, route }: RoutedRequest): Promise<Response> => {
    const exchange = exchangeOf(request);
    exchange.route = routeTemplate(route);
    try {
      const served = await serve(request, exchange);
      const encoded = served.ok ? encodeReply(served.value) : encodeProblem(served.error, exchange);
      const response = toResponse(encoded, exchange);
      const { cookies = [] } = served.ok ? served.value : served.error;
      for (const cookie of cookies) response.headers.append('set-cookie', cookie);
      return response;
    } catch (error) {
      const problem = problemOfFailure(error, exchange, telemetry);
      return toResponse(encodeProblem(problem, exchange), exchange);
    }
  };
  return Object.assign(endpoint, { operation: null, description });
}
