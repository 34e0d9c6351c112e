export { byTester } from './execution.ts';
export type { MemoryRepository } from './memory-repository.ts';
export { MemoryPublisher, type MemorySagaStore } from './memory-sagas.ts';
export type { MemoryTable } from './memory-table.ts';
export { MemoryWorld } from './memory-world.ts';
