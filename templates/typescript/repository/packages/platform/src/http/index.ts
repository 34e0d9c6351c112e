export { createAdmission, type Admission, type Admitted } from './admission.ts';
export type { EndpointFactory } from './endpoint.ts';
export { noBody, type Operation } from './operation.ts';
export { pageReply } from './page.ts';
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
export { createServer, type Server } from './server.ts';
export { createHttpTools, type HttpTools } from './tools.ts';
export { immutableFields } from './validation.ts';
