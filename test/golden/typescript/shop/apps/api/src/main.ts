import { exitOnConfigProblems, loadConfig } from '@packages/platform/config';
import { runProcess } from '@packages/platform/process';
import { createTelemetry } from '@packages/platform/telemetry';

import { compose } from './composition.ts';

const config = exitOnConfigProblems(
  loadConfig(process.env, {
    service: 'shop-api',
    externals: ['PAYMENT_GATEWAY_URL'],
  }),
);
const telemetry = createTelemetry({
  service: config.service,
  level: config.logLevel,
  otlpEndpoint: config.otlpEndpoint,
});
for (const variable of config.unprotected) {
  telemetry.logger.warn({ variable }, 'encryption is switched off');
}

const { server, hooks, start } = await compose(config, telemetry);
runProcess({ server, telemetry, graceSeconds: config.shutdownGraceSeconds, hooks });
await start();
