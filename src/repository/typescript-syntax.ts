/**
 * TypeScript's syntax, by ts-morph. The chunk is large and takes time to load, so this file is only
 * ever imported where a syntax tree is needed: `await import('…/typescript-syntax.ts')`.
 */
export { Node, Project, SyntaxKind, ts } from 'ts-morph';
export type { SourceFile } from 'ts-morph';
