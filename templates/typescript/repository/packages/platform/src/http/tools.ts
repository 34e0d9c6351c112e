import { err } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import type { Telemetry } from '../telemetry/index.ts';
import type { Admission } from './admission.ts';
import { createEndpoints, type EndpointFactory } from './endpoint.ts';

/** What a context needs to put its use cases on the network. */
export interface HttpTools {
  /** Endpoints of a context, whose unit of work also remembers what was refused before it. */
  endpoints(unitOfWork: UnitOfWork<unknown>): EndpointFactory;
}

export const createHttpTools = (dependencies: {
  readonly admission: Admission;
  readonly telemetry: Telemetry;
}): HttpTools => ({
  endpoints: (unitOfWork) =>
    createEndpoints({
      ...dependencies,
      refuse: (execution) =>
        unitOfWork.run(execution, () => Promise.resolve(err({ kind: 'invalid', violations: [] }))),
    }),
});
