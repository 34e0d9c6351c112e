import type { Dice } from './merge-data-edits.ts';
import type { Data } from './merge-oracle.ts';

/** A text in somebody's hand, and the comments in it. */
export interface Written {
  readonly text: string;
  readonly comments: readonly string[];
}

/** How a person writes: null writes as a formatter does. */
type Hand = Dice | null;

/** YAML; a person's has comments, blank lines, lists on one line and quotes of either kind. */
export function yamlText(data: Data, hand: Hand): Written {
  const comments: string[] = [];
  const comment = () => {
    comments.push(`# note ${comments.length}`);
    return comments.at(-1);
  };
  const scalar = (value: Data) =>
    typeof value === 'string' && hand?.roll(3) === 0
      ? `'${value}'`
      : String(JSON.stringify(value)).replaceAll(/^"([a-z][\w-]*)"$/gi, '$1');
  const flow = (value: Data): string => {
    if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
    if (typeof value !== 'object') return scalar(value);
    return `{ ${Object.entries(value)
      .map(([key, part]) => `${key}: ${flow(part)}`)
      .join(', ')} }`;
  };
  const block = (value: Data, indent: string): string[] => {
    const lines: string[] = [];
    const add = (head: string, part: Data) => {
      if (hand?.roll(7) === 0) lines.push(`${indent}${comment()}`);
      if (hand?.roll(9) === 0) lines.push('');
      const behind = () => (hand?.roll(7) === 0 ? `  ${comment()}` : '');
      const isOneLine =
        typeof part !== 'object' ||
        (Array.isArray(part) && part.every((item) => typeof item !== 'object')) ||
        (hand !== null && hand.roll(5) === 0);
      if (isOneLine || Object.keys(part).length === 0) {
        lines.push(`${indent}${head} ${flow(part)}${behind()}`);
      } else if (head === '-') {
        const [first = '', ...rest] = block(part, `${indent}  `).filter((line) => line !== '');
        if (first.trim().startsWith('#')) lines.push(`${indent}-`, first, ...rest);
        else lines.push(`${indent}- ${first.trimStart()}`, ...rest);
      } else lines.push(`${indent}${head}${behind()}`, ...block(part, `${indent}  `));
    };
    if (Array.isArray(value)) for (const item of value) add('-', item);
    else for (const [key, part] of Object.entries(value)) add(`${key}:`, part);
    return lines;
  };
  return { text: `# head\n\n${block(data, '').join('\n')}\n`, comments };
}

/** JSON; a person's has comments, trailing commas and things on one line. */
export function jsonText(data: Data, hand: Hand): Written {
  const comments: string[] = [];
  const comment = () => {
    comments.push(`note ${comments.length}`);
    return comments.at(-1);
  };
  const print = (value: Data, indent: string): string => {
    if (typeof value !== 'object') return JSON.stringify(value);
    const isList = Array.isArray(value);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const entries = Object.entries(value);
    const deeper = `${indent}  `;
    const piece = ([key, part]: readonly [string, Data], inside: string) =>
      (isList ? '' : `${JSON.stringify(key)}: `) + print(part, inside);
    if (entries.length === 0) return open + close;
    if (hand !== null && hand.roll(5) === 0) {
      return `${open} ${entries.map((entry) => piece(entry, indent)).join(', ')} ${close}`;
    }
    const trailing = hand?.roll(2) === 0;
    const lines = entries.map((entry, index) => {
      const comma = index < entries.length - 1 || trailing ? ',' : '';
      const above = hand?.roll(7) === 0 ? `${deeper}// ${comment()}\n` : '';
      const behind = hand?.roll(9) === 0 ? ` /* ${comment()} */` : '';
      return `${above}${deeper}${piece(entry, deeper)}${comma}${behind}`;
    });
    return `${open}\n${lines.join('\n')}\n${indent}${close}`;
  };
  return { text: `${print(data, '')}\n`, comments };
}
