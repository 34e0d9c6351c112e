/** Layers of a context, inner ones first. */
export const layerNames = [
  'contracts',
  'domain',
  'application',
  'infrastructure',
  'interface',
] as const;
export type LayerName = (typeof layerNames)[number];

/** Where in the house a file stands. */
export type Place =
  | {
      readonly room: 'context';
      readonly context: string;
      readonly layer: LayerName | 'module' | 'test';
    }
  | { readonly room: 'package'; readonly name: string; readonly part: 'src' | 'test' }
  | { readonly room: 'app'; readonly name: string; readonly part: 'src' | 'test' }
  | { readonly room: 'elsewhere' };

export function placeOf(path: string): Place {
  const [top, name, part, ...inside] = path.split('/');
  if (name === undefined || part === undefined || inside.length === 0) return { room: 'elsewhere' };
  if (part !== 'src' && part !== 'test') return { room: 'elsewhere' };
  if (top === 'apps') return { room: 'app', name, part };
  if (top === 'packages') return { room: 'package', name, part };
  if (top !== 'contexts') return { room: 'elsewhere' };
  if (part === 'test') return { room: 'context', context: name, layer: 'test' };
  const layer = layerNames.find((each) => each === inside[0] && inside.length > 1);
  return { room: 'context', context: name, layer: layer ?? 'module' };
}
