import type { Aggregate } from '../../blueprint/model.ts';
import { classNameOf } from '../../stacks/typescript/view/names.ts';
import { contextsOf, type ContextFolder } from './contexts.ts';
import type { Repository } from './repository.ts';
import { ts, type TypeScriptFile } from './typescript.ts';

/** A class of a file. */
export interface ClassIn {
  readonly file: TypeScriptFile;
  readonly declaration: ts.ClassDeclaration;
}

/** An aggregate of the blueprint, and its class in the domain of its context. */
export interface AggregateInCode {
  readonly context: ContextFolder;
  readonly aggregate: Aggregate;
  readonly className: string;
  /** null: there is none */
  readonly found: ClassIn | null;
}

export function aggregatesOf(repository: Repository): readonly AggregateInCode[] {
  return contextsOf(repository).flatMap((context) => {
    const classes = [...classesIn(repository, `${context.folder}/src/domain/**/*.ts`)];
    return (context.blueprint?.aggregates ?? []).map((aggregate): AggregateInCode => {
      const className = classNameOf(aggregate.name);
      const found = classes.find(({ declaration }) => declaration.name?.text === className) ?? null;
      return { context, aggregate, className, found };
    });
  });
}

export function* classesIn(repository: Repository, glob: string): Generator<ClassIn> {
  for (const file of repository.typescript(glob)) {
    for (const declaration of file.nodes(ts.SyntaxKind.ClassDeclaration))
      yield { file, declaration };
  }
}

/** Whether everybody may use a member. */
export function isPublic(member: ts.ClassElement | ts.ParameterDeclaration): boolean {
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return false;
  return !hasModifier(member, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword);
}

export function hasModifier(node: ts.Node, ...kinds: readonly ts.SyntaxKind[]): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kinds.includes(kind));
}
