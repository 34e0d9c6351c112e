import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { bin, temporaryFolder } from './cli/program.ts';
import { openTerminal, type Terminal } from './cli/tmux.ts';

/** A folder with some files, and `create-backend` on a PATH of its own. */
let folder = '';
let environment: Record<string, string> = {};

beforeAll(() => {
  folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, 'bin'));
  fs.mkdirSync(path.join(folder, 'work', 'presets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'work', 'acme.yaml'), '');
  fs.writeFileSync(path.join(folder, 'work', 'two words.yaml'), '');
  fs.writeFileSync(
    path.join(folder, 'work', 'backend.lock.json'),
    JSON.stringify({ blueprint: { contexts: [{ name: 'catalog' }, { name: '$(touch pwned)' }] } }),
  );
  const program = `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`;
  fs.writeFileSync(path.join(folder, 'bin', 'create-backend'), program, { mode: 0o755 });
  environment = {
    HOME: folder,
    PATH: `${path.join(folder, 'bin')}:${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    PS1: 'ready> ',
    PS2: '',
  };
  const scripts = ['bash', 'zsh', 'fish', 'powershell'];
  for (const shell of scripts)
    fs.writeFileSync(
      path.join(folder, shell),
      execFileSync(process.execPath, [bin, 'completion', shell]),
    );
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const shells: Readonly<
  Record<string, { readonly start: readonly string[]; readonly load: string }>
> = {
  bash: {
    start: ['bash', '--norc', '--noprofile', '-i'],
    load: "bind 'set bell-style none'; source ~/bash",
  },
  zsh: {
    start: ['zsh', '-f', '-i'],
    load: "PS1='ready> '; autoload -U compinit; compinit -u -D; source ~/zsh",
  },
  fish: {
    start: ['fish', '--no-config', '-i'],
    load: "function fish_prompt; echo 'ready> '; end; function fish_right_prompt; end; set fish_autosuggestion_enabled 0; source ~/fish",
  },
};

async function open(shell: string): Promise<Terminal> {
  const { start, load } = shells[shell] ?? { start: [], load: '' };
  const terminal = openTerminal(start, { cwd: path.join(folder, 'work'), environment });
  onTestFinished(() => terminal.close());
  await terminal.shows(/[>$%#] ?$/);
  terminal.type(`${load}; clear; echo load""ed`);
  terminal.press('Enter');
  await terminal.shows('loaded');
  return terminal;
}

/** What is typed before Tab, and what stands on the line after it. */
const completed: readonly (readonly [string, string])[] = [
  ['create-backend modu', 'create-backend module '],
  ['create-backend x --dry', 'create-backend x --dry-run '],
  ['create-backend x --preset mini', 'create-backend x --preset minimal '],
  [
    'create-backend x --set features.messaging=kaf',
    'create-backend x --set features.messaging=kafka ',
  ],
  ['create-backend x --set features.mess', 'create-backend x --set features.messaging='],
  ['create-backend x --complexity=lo', 'create-backend x --complexity=low '],
  ['create-backend module remove cat', 'create-backend module remove catalog '],
  ['create-backend x --blueprint ac', 'create-backend x --blueprint acme.yaml '],
  ['create-backend preset validate two', 'create-backend preset validate two\\ words.yaml '],
  ['create-backend render --out pres', 'create-backend render --out presets/'],
];

test.each(Object.keys(shells))('%s completes at Tab', async (shell) => {
  const terminal = await open(shell);
  for (const [typed, line] of completed) {
    terminal.retype(typed);
    terminal.press('Tab');
    // A letter after it shows whether a space was put there.
    const pattern = line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    await terminal.shows(new RegExp(`${pattern.trimEnd()} *$`, 'm'));
    terminal.type('X');
    await terminal.shows(`${line}X`);
  }
});

test.each(Object.keys(shells))(
  '%s never runs what is only typed, or what a lock says',
  async (shell) => {
    const terminal = await open(shell);
    for (const typed of [
      'create-backend $(touch pwned) --dry',
      'create-backend x --set "$(touch pwned)" --dry',
      'create-backend `touch pwned` --dry',
    ]) {
      terminal.retype(typed);
      terminal.press('Tab');
      // What stands behind backquotes is another command line to bash.
      if (!typed.includes('`')) await terminal.shows(/--dry-run *$/m);
      terminal.type('X');
      await terminal.shows(/--dry(?:-run )?X$/m);
    }
    terminal.retype('create-backend module remove ');
    terminal.press('Tab');
    await terminal.shows(/remove catalog *$/m);
    expect(fs.existsSync(path.join(folder, 'work', 'pwned'))).toBe(false);
  },
);

test('fish shows what each command does', () => {
  const { stdout } = spawnSync(
    'fish',
    ['--no-config', '-c', 'source ~/fish; complete -C "create-backend pre"'],
    {
      encoding: 'utf8',
      cwd: path.join(folder, 'work'),
      env: environment,
    },
  );
  expect(stdout).toMatch(/^preset\tlist, show or validate presets$/m);
});

test('the scripts are such that their shells and linters accept', () => {
  for (const [program, ...args] of [
    ['bash', '-n', 'bash'],
    ['zsh', '-n', 'zsh'],
    ['fish', '--no-execute', 'fish'],
    ['shellcheck', 'bash'],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    expect({ program, status, stdout, stderr }).toEqual({
      program,
      status: 0,
      stdout: '',
      stderr: '',
    });
  }
});

test('the script for PowerShell closes what it opens, evaluates nothing and asks for suggestions', () => {
  const script = fs.readFileSync(path.join(folder, 'powershell'), 'utf8');
  const code = script.replaceAll(/#.*$/gm, '').replaceAll(/'[^']*'|"[^"]*"/g, "''");
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const character of code) {
    if ('([{'.includes(character)) open.push(character);
    else if (')]}'.includes(character)) expect(open.pop()).toBe(pairs[character]);
  }
  expect(open).toEqual([]);
  expect(code).not.toMatch(/Invoke-Expression|\biex\b/i);
  expect(script).toMatch(
    /^Register-ArgumentCompleter -Native -CommandName 'create-backend' -ScriptBlock \{$/m,
  );
  expect(script).toContain("create-backend completion suggest @next '--' @words");
});

test('a Tab costs less than three starts of Node.js', () => {
  const measure = (args: readonly string[]): number => {
    const start = performance.now();
    spawnSync(process.execPath, args, { cwd: folder });
    return performance.now() - start;
  };
  const best = (args: readonly string[]) =>
    Math.min(...Array.from({ length: 8 }, () => measure(args)));
  const ratio =
    best([bin, 'completion', 'suggest', '--line', 'create-backend --preset ']) / best(['-e', '0']);
  expect(ratio).toBeLessThan(3);
});
