import { visit as visitJson } from 'jsonc-parser';
import { isScalar, parseAllDocuments, visit, type Document } from 'yaml';

import type { Repository } from '../../reading/repository.ts';
import { namesSecret } from '../../reading/secret-words.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** Of the value. */
  readonly offset: number;
}

/** A word that a name of a secret ends in; what has none of them need not be parsed. */
const mayName = /passw|passphrase|secret|token|key|credential/i;

/** Texts with a name in a file of configuration: JSON, YAML, variables of shells and of Dockerfiles. */
export function namedValues(repository: Repository, path: string): readonly NamedValue[] {
  const text = repository.text(path) ?? '';
  if (!mayName.test(text)) return [];
  if (path.endsWith('.json')) return [...jsonValues(text)];
  if (/\.ya?ml$/.test(path)) return path === 'backend.yaml' ? [] : yamlValues(text);
  return /(?:^|\/)\.env(?:\.|$)|\.(?:env|sh|conf|properties|ini|toml)$|Dockerfile/.test(path)
    ? [...assignedValues(text)]
    : [];
}

function* jsonValues(text: string): Generator<NamedValue> {
  const found: NamedValue[] = [];
  let name = '';
  try {
    visitJson(text, {
      onObjectProperty: (property) => {
        name = property;
      },
      onLiteralValue: (value, offset) => {
        if (typeof value === 'string' && namesSecret(name)) found.push({ name, value, offset });
        name = '';
      },
    });
  } catch {
    // Nested too deep to be read by anybody else either.
  }
  yield* found;
}

function yamlValues(text: string): readonly NamedValue[] {
  const found: NamedValue[] = [];
  const documents = parseAllDocuments(text, { prettyErrors: false });
  for (const document of (Array.isArray(documents) ? documents : []) as readonly Document[]) {
    if (document.errors.length > 0) continue;
    visit(document, {
      Pair(_key, { key, value }) {
        if (!isScalar(key) || typeof key.value !== 'string' || !isScalar(value)) return;
        if (typeof value.value === 'string' && value.range && namesSecret(key.value))
          found.push({ name: key.value, value: value.value, offset: value.range[0] });
      },
    });
  }
  return found;
}

const assignment = /^(?:export |ENV |ARG )?([A-Za-z_][\w.]{0,80})\s?=\s?["']?([^"'\s#;]{1,500})/;

/** `NAME=value`, also after `export`, `ENV` or `ARG`, with or without quotes. */
function* assignedValues(text: string): Generator<NamedValue> {
  let offset = 0;
  for (const line of text.split('\n')) {
    const start = line.length - line.trimStart().length;
    const found = assignment.exec(line.slice(start, start + 700));
    if (found !== null) {
      const [whole, name = '', value = ''] = found;
      yield { name, value, offset: offset + start + whole.length - value.length };
    }
    offset += line.length + 1;
  }
}
