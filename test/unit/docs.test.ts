import { Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { blueprintJsonSchema } from '../../src/blueprint/json-schema.ts';
import { describeProgram } from '../../src/cli/program.ts';
import { splitLine } from '../../src/cli/completion/split-line.ts';
import { blocksOf, commandsIn, pages, proseOf, read, root } from '../support/documentation.ts';
import { mermaidParser } from './documents/mermaid-parser.ts';

/** The anchor that GitHub gives to a heading. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...proseOf(read(page)).matchAll(/^#{1,6} (.+)$/gm)];
  return new Set(headings.map(([, heading = '']) => anchorOf(heading)));
}

/** Relative links that lead nowhere, and anchors that are no heading. */
function deadLinksOf(page: string, markdown = read(page)): readonly string[] {
  const prose = proseOf(markdown).replaceAll(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      if (!fs.existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).has(anchor);
    });
}

/** Every `create-backend …` of a page: in shell blocks, behind the prompt of transcripts, in code within prose. */
function commandLinesOf(markdown: string): readonly string[] {
  const inBlocks = blocksOf(markdown).flatMap(({ language, text }) => {
    if (language === 'sh') return commandsIn(text);
    if (language !== 'console') return [];
    return [...text.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => line);
  });
  const inProse = [
    ...proseOf(markdown).matchAll(/`((?:npx )?create-backend(?:@[\w.]+)? [^`\n]+)`/g),
  ];
  return [...inBlocks, ...inProse.map(([, line = '']) => line)].flatMap(argumentsOf);
}

/** What stands behind the name of the program, where the line calls it. */
function argumentsOf(line: string): readonly string[] {
  const plain = line.replaceAll('\\\n', ' ').replaceAll(String.raw`\|`, '|');
  return [
    ...plain.matchAll(
      /(?:^|&& |\| |npx )create-backend(?:@[\w.]+)? (.*)|<\(create-backend ([^)]*)/g,
    ),
  ].map(([, rest, substituted = '']) => rest ?? substituted);
}

/** What the program says to a command line; null: it would run. */
function refusalOf(line: string): string | null {
  // What the shell keeps for itself: comments, pipes, redirections, what follows.
  const words = splitLine(line.replace(/ +#.*$/s, ''));
  const end = words.findIndex((word) => /^(?:\||>|>>|&&|\)|;)/.test(word));
  const argv = end === -1 ? words : words.slice(0, end);
  // Brackets stand for what may be left out.
  if (argv.some((word) => /^[[…$]/.test(word))) return null;
  const program = describeProgram('0.0.0', () => {});
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
    for (const child of command.commands) quiet(child);
  };
  quiet(program);
  try {
    program.parse(
      argv.filter((word) => word !== ''),
      { from: 'user' },
    );
    return null;
  } catch (error) {
    if (error instanceof Error && 'exitCode' in error && error.exitCode === 0) return null;
    return error instanceof Error ? error.message : String(error);
  }
}

describe.each(pages())('%s', (page) => {
  test('has no link that leads nowhere', () => {
    expect(deadLinksOf(page)).toEqual([]);
  });

  test('has no command line that the program would not take', () => {
    const refused = commandLinesOf(read(page)).map((line) => [line, refusalOf(line)] as const);
    expect(refused.filter(([, refusal]) => refusal !== null)).toEqual([]);
  });
});

describe('diagrams', () => {
  let parse: (diagram: string) => Promise<unknown>;
  beforeAll(async () => {
    parse = await mermaidParser();
  });

  const diagrams = pages().flatMap((page) =>
    blocksOf(read(page))
      .filter(({ language }) => language === 'mermaid')
      .map(({ text }, index) => [`${index + 1} of ${page}`, text] as const),
  );

  test('are there', () => {
    expect(diagrams.length).toBeGreaterThan(2);
  });

  test.each(diagrams)('Mermaid reads diagram %s', async (_, diagram) => {
    await expect(parse(diagram)).resolves.toBeTruthy();
  });
});

describe('what holds the documentation', () => {
  test('finds a link without a page, and one without a heading', () => {
    const markdown = '# A\n[b](absent.md) [c](#absent) [d](merging.md#absent) [e](merging.md)';
    expect(deadLinksOf('docs/README.md', markdown)).toEqual([
      'absent.md',
      '#absent',
      'merging.md#absent',
    ]);
  });

  test('finds command lines wherever they stand', () => {
    const markdown = [
      '`create-backend a`, `npx create-backend@4.0.0 b`',
      '```sh\ncreate-backend c \\\n  --yes # why\n```',
      '```console\n$ create-backend d\nprinted\n```',
    ].join('\n');
    expect(commandLinesOf(markdown).map((line) => line.split(/\s/)[0])).toEqual([
      'c',
      'd',
      'a',
      'b',
    ]);
  });

  test.each(['status --nonsense', 'preset lisp', 'upgrade --branch x y', 'completion tcsh'])(
    'refuses %s',
    (line) => {
      expect(refusalOf(line)).not.toBeNull();
    },
  );
});

test('every command has a line in the overview', () => {
  const overview = read('docs/commands.md');
  const program = describeProgram('0.0.0', () => {});
  for (const { name } of program.commands.map((command) => ({ name: command.name() }))) {
    expect(overview).toMatch(new RegExp(`\\[\`${name}[\` ]`));
  }
});

test('every exit code has a line in the overview', async () => {
  const { exitCodes } = await import('../../src/commands/command.ts');
  const overview = read('docs/commands.md');
  for (const code of Object.values(exitCodes))
    expect(overview).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
});

test('every key of a blueprint has a row with a description in the reference', () => {
  const reference = read('docs/reference/blueprint.md');
  const rows = [
    ...reference.matchAll(/^\| `([^`]+)`[^|]*\|(?:[^|]|\\\|)*\| *((?:[^|]|\\\|)*?) *\|$/gm),
  ];
  const described = new Set(rows.filter(([, , text]) => text !== '').map(([, key = '']) => key));
  const keys = keysOf(blueprintJsonSchema(), '').filter((key) => key !== '$schema');
  expect(keys.length).toBeGreaterThan(100);
  expect(keys.filter((key) => !described.has(key))).toEqual([]);
});

/** `contexts[].name` of everything that a JSON Schema has properties for. */
function keysOf(schema: unknown, at: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    properties?: Record<string, unknown>;
    items?: unknown;
    anyOf?: readonly unknown[];
  };
  const prefix = at === '' ? '' : `${at}.`;
  return [
    ...Object.entries(properties).flatMap(([name, value]) => [
      `${prefix}${name}`,
      ...keysOf(value, `${prefix}${name}`),
    ]),
    ...keysOf(items, `${at}[]`),
    ...anyOf.flatMap((option) => keysOf(option, at)),
  ];
}
