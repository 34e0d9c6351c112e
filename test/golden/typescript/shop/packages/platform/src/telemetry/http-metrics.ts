import { Gauge, Histogram, type Registry } from 'prom-client';

export interface ServedRequest {
  readonly method: string;
  readonly status: number;
  /** The template with braces; null where no route matched. */
  readonly route: string | null;
  readonly errorType: string | null;
  readonly seconds: number;
}

export interface HttpMetrics {
  started(): void;
  finished(request: ServedRequest): void;
}

const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);

/** Names and labels follow the OpenTelemetry semantic conventions for HTTP servers. */
export function createHttpMetrics(registry: Registry): HttpMetrics {
  let active = 0;
  new Gauge({
    name: 'http_server_active_requests',
    help: 'Requests that are being served.',
    registers: [registry],
    collect() {
      this.set(active);
    },
  });
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP server requests.',
    labelNames: [
      'http_request_method',
      'http_response_status_code',
      'http_route',
      'error_type',
    ] as const,
    buckets: durationBuckets,
    registers: [registry],
  });

  return {
    started() {
      active += 1;
    },
    finished({ method, status, route, errorType, seconds }) {
      active -= 1;
      duration.observe(
        {
          http_request_method: knownMethods.has(method) ? method : '_OTHER',
          http_response_status_code: status,
          ...(route === null ? {} : { http_route: route }),
          ...(errorType === null ? {} : { error_type: errorType }),
        },
        seconds,
      );
    },
  };
}
