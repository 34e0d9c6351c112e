export { createExternalClient, responseGuard, type Operation } from './external-client.ts';
