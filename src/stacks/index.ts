import type { StackId } from '../blueprint/model.ts';
import type { Stack } from './stack.ts';

const loaders: Partial<Record<StackId, () => Promise<Stack>>> = {
  typescript: async () => (await import('./typescript/stack.ts')).typescript,
};

/** The stacks that this version can emit. */
export const availableStacks = Object.keys(loaders) as readonly StackId[];

/** Loads a language pack; null where this version has none for it. */
export async function loadStack(id: StackId): Promise<Stack | null> {
  return (await loaders[id]?.()) ?? null;
}
