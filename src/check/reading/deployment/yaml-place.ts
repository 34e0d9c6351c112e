import { isMap, isNode, isScalar } from 'yaml';

import type { Finding } from '../../rule.ts';
import type { Repository } from '../repository.ts';
import type { YamlFile } from '../yaml.ts';

/** A finding at the last of the keys itself, where `at` of the file would be at its value. */
export function atKey(
  repository: Repository,
  file: YamlFile,
  keys: readonly (string | number)[],
  message: string,
): Finding {
  const parent =
    keys.length < 2 ? file.document.contents : file.document.getIn(keys.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === keys.at(-1));
    if (pair !== undefined && isNode(pair.key) && pair.key.range)
      return repository.at(file.path, pair.key.range[0], message);
  }
  return file.at(keys, message);
}
