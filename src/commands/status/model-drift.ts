import type { Blueprint } from '../../blueprint/model.ts';
import type { Element } from '../rendered-repository.ts';

/** What the blueprint has and the code has not, or the other way round. */
export interface ModelDrift {
  /** elements of the blueprint none of whose files is there, e.g. `aggregate catalog/product` */
  readonly missing: readonly { readonly kind: string; readonly name: string }[];
  /** folders of contexts that the blueprint does not have, e.g. `contexts/billing` */
  readonly unknown: readonly string[];
}

export interface ModelInput {
  readonly elements: readonly Element[];
  readonly blueprints: readonly Blueprint[];
  /** paths as emitted that the lock lists */
  readonly emitted: ReadonlySet<string>;
  /** of these, those that are there, wherever the user keeps them */
  readonly present: ReadonlySet<string>;
  /** every file of the repository */
  readonly files: readonly string[];
  readonly contextFolder: (context: string) => string;
}

/** Compares the model with the files; a single deleted file is its owner's business, a whole element is not. */
export function modelDrift(input: ModelInput): ModelDrift {
  const gone = input.elements.filter(({ files }) => {
    const own = files.filter((file) => input.emitted.has(file));
    return own.length > 0 && own.every((file) => !input.present.has(file));
  });
  const goneContexts = gone.filter(({ kind }) => kind === 'context').map(({ name }) => `${name}/`);
  return {
    missing: gone
      .filter(({ name }) => !goneContexts.some((context) => name.startsWith(context)))
      .map(({ kind, name }) => ({ kind, name })),
    unknown: unknownContexts(input),
  };
}

function unknownContexts({ blueprints, files, contextFolder }: ModelInput): readonly string[] {
  const names = blueprints.flatMap(({ contexts }) => contexts.map(({ name }) => name));
  const known = new Set(names.map(contextFolder));
  const marker = contextFolder('x');
  const parent = marker.slice(0, marker.lastIndexOf('/') + 1);
  const folders = files.flatMap((file) => {
    if (!file.startsWith(parent)) return [];
    const end = file.indexOf('/', parent.length);
    return end === -1 ? [] : [file.slice(0, end)];
  });
  return [...new Set(folders)].filter((folder) => !known.has(folder));
}
