import { devServicesConfig } from '../../shared/dev-services.ts';
import type { Layer } from './layer.ts';

export const devServices: Layer = {
  name: 'devServices',
  files: ({ blueprint }, resources) => [
    devServicesConfig(
      blueprint,
      {
        prepare: [['bun', 'run', 'migrate']],
        process: (deployable) => ['bun', '--watch', `apps/${deployable}/src/main.ts`],
      },
      resources,
    ),
  ],
};
