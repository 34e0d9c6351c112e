import type { Dice } from './merge-data-edits.ts';

/** What a composition root says: which modules it makes, in order, and with what. */
export interface Root {
  readonly modules: readonly Hosted[];
  readonly migrations: readonly string[];
}

export interface Hosted {
  readonly name: string;
  /** The argument of its factory. */
  readonly argument: string;
}

const type = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** The text of a root; a person wraps, comments, reorders and adds code of their own. */
export function rootText(root: Root, hand: Dice | null): { text: string; comments: string[] } {
  const comments: string[] = [];
  const note = () => {
    comments.push(`note ${comments.length} of mine`);
    return comments.at(-1);
  };
  const own = hand?.roll(3) === 0 ? '\nconst mine = await load();\n' : '';
  const imports = root.migrations.map((name) => {
    const names = [`create${type(name)}Module`, `${name}Migrations`];
    const behind = hand?.roll(9) === 0 ? ` // ${note()}` : '';
    return hand?.roll(4) === 0
      ? `import {\n  ${names.join(',\n  ')}\n} from "@contexts/${name}"${behind}`
      : `import { ${names.join(', ')} } from '@contexts/${name}';${behind}`;
  });
  const calls = root.modules.map(({ name, argument }) => {
    const above = hand?.roll(6) === 0 ? `\n    // ${note()}` : '';
    const call =
      hand?.roll(4) === 0
        ? `create${type(name)}Module(\n${argument}\n)`
        : `create${type(name)}Module(${argument})`;
    const beside = hand?.roll(6) === 0 ? ` /* ${note()} */` : '';
    return `${above}\n    ${call}${beside}`;
  });
  const isOpen = hand?.roll(2) === 0;
  const migrations = root.migrations.map((name) => `${name}Migrations`);
  const list =
    hand?.roll(2) === 0 ? `[\n  ${migrations.join(',\n  ')}\n]` : `[${migrations.join(', ')}]`;
  return {
    comments,
    text: `${imports.join('\n')}
import type { Module, ModuleDependencies } from '@packages/platform/module';
${own}
/** The contexts that this process hosts. */
export function createModules(dependencies: ModuleDependencies): readonly Module[] {
  return [${calls.join(',')}${isOpen ? '' : ','}
  ];
}

export const migrations = ${list};
`,
  };
}

/** Reads a root back, by its words; null where it imports what it does not use, or the other way. */
export function readRoot(text: string): Root | null {
  const code = text
    .replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, '')
    .replaceAll(/,([\])}])/g, '$1');
  const imported = [...code.matchAll(/import\{create\w+Module,(\w+)Migrations\}from/g)].map(
    ([, name]) => name ?? '',
  );
  const calls = /return\[(.*?)\];?\}/.exec(code)?.[1] ?? '';
  const modules = [...calls.matchAll(/create(\w+?)Module\(([^()]*)\)/g)].map(
    ([, name, argument]) => ({
      name: (name ?? '').toLowerCase(),
      argument: argument ?? '',
    }),
  );
  const list = /migrations=\[(.*?)\]/.exec(code)?.[1] ?? '';
  const migrations =
    list === '' ? [] : list.split(',').map((name) => name.replace(/Migrations$/, ''));
  const same = (a: readonly string[], b: readonly string[]) =>
    JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
  return same(imported, migrations) ? { modules, migrations } : null;
}
