export type { Endpoint, EndpointFactory, EndpointRequest } from './endpoint.ts';
export type { ReadinessCheck } from './management.ts';
export { noBody, type BodyRule, type Operation } from './operation.ts';
export { pageReply } from './page.ts';
export { createdReply, emptyReply, resourceReply } from './reply.ts';
export { readOperations, resourceOperations } from './resource-operations.ts';
export type { Reply } from './response.ts';
export type { Route } from './route.ts';
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
export { createServer, type Server, type ServerConfig, type ServerOptions } from './server.ts';
export { createHttpTools, type HttpTools } from './tools.ts';
export { immutableFields } from './validation.ts';
