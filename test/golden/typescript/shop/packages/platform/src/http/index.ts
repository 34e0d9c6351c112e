export { createAdmission, unauthenticated, type Admission, type Admitted } from './admission.ts';
export { readBody } from './body.ts';
export type { EndpointFactory } from './endpoint.ts';
export type { Exchange } from './exchange.ts';
export type { RouteDescription } from './openapi/service-route.ts';
export { noBody, type Operation } from './operation.ts';
export { pageReply } from './page.ts';
export { unavailable, type Problem } from './problem.ts';
export { createdReply, emptyReply, resourceReply } from './reply.ts';
export { readOperations, resourceOperations } from './resource-operations.ts';
export type { Reply } from './response.ts';
export {
  AnyJson,
  CalendarDate,
  decimalText,
  integer,
  money,
  moneyChange,
  nullable,
  oneOf,
  pageOf,
  Timestamp,
  Uuid,
  Version,
} from './schema.ts';
export { scopesOf } from './route.ts';
export { createServer, type Server } from './server.ts';
export { serviceEndpoint, type Serve } from './service-endpoint.ts';
export { createHttpTools, type HttpTools } from './tools.ts';
export { immutableFields } from './validation.ts';
