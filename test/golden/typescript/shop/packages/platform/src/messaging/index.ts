export { createMessaging, type Messaging, type MessagingOptions } from './messaging.ts';
export { sagaStoreOf } from './saga-store.ts';
export type { Subscription, Transport } from './transport.ts';
