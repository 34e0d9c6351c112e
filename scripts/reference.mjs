// Writes docs/reference/ from the program itself: its help, the JSON Schema of a blueprint, and the rules
// of "check" as its report on a new repository has them.
//   node scripts/reference.mjs           rewrites the pages
//   node scripts/reference.mjs --check   fails where a page is not what the program says
// Needs `npm run build` before.
import { spawnSync } from 'node:child_process';
import fs from 'fs-extra';
import path from 'node:path';
import { format } from 'oxfmt';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs', 'reference');
const settings = await fs.readJson(path.join(root, '.oxfmtrc.json'));

function program(...argv) {
  return programIn(root, ...argv);
}

function programIn(cwd, ...argv) {
  const { status, stdout, stderr } = spawnSync(
    'node',
    [path.join(root, 'bin', 'create-backend.js'), ...argv],
    { cwd, encoding: 'utf8', env: { PATH: process.env.PATH, NO_COLOR: '1', COLUMNS: '80' } },
  );
  if (status !== 0) throw new Error(`create-backend ${argv.join(' ')} failed: ${stderr}`);
  return stdout.trimEnd();
}

function commandsPage() {
  const overview = program('--help');
  const commands = [...overview.matchAll(/^ {2}([a-z]+)(?: (?:\[.*?\]|<.*?>))* {2,}\S/gm)]
    .map(([, name]) => name)
    .filter((name) => !['directory', 'help'].includes(name));
  const page = (title, text) => `## ${title}\n\n\`\`\`text\n${text}\n\`\`\``;
  return [
    '# Commands',
    page('create-backend', overview),
    ...commands.map((name) => page(`create-backend ${name}`, program('help', name))),
  ].join('\n\n');
}

function rulesPage() {
  const shop = path.join(root, 'test', 'golden', 'typescript', 'shop');
  const { rules } = JSON.parse(programIn(shop, 'check', '--sarif')).runs[0].tool.driver;
  const requirements = new Map();
  for (const { id, shortDescription, help } of rules) {
    const [reason, mend, requirement] = help.text.split('\n\n');
    const check = `### ${id}\n\n${plain(shortDescription.text)}. ${plain(reason)}\n\n${plain(mend)}`;
    requirements.set(requirement, [...(requirements.get(requirement) ?? []), check]);
  }
  return [
    '# Rules',
    'What `create-backend check` decides by reading a repository: per requirement the checks, each with what must hold, why, and how to mend it.',
    ...[...requirements].map(([title, checks]) => `## ${plain(title)}\n\n${checks.join('\n\n')}`),
  ].join('\n\n');
}

/** Prose that Markdown would take for something else. */
const plain = (text) => text.replaceAll(/[<*_]/g, '\\$&');

function blueprintPage() {
  const schema = JSON.parse(program('schema'));
  const rows = propertiesOf(schema, '').filter(([name]) => name !== '`$schema`');
  return [
    '# Blueprint',
    `${schema.description} \`[]\` is every element of a list, \`*\` any name.`,
    [
      '| Path | Value | |',
      '| --- | --- | --- |',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n'),
  ].join('\n\n');
}

/** [path, values, description] of everything below a schema, in its order. */
function propertiesOf(schema, prefix) {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const at = `${prefix}${name}`;
    const required = schema.required?.includes(name) ? ' (required)' : '';
    const row = [`\`${at}\`${required}`, valuesOf(property), cell(property.description ?? '')];
    return [row, ...below(property, at)];
  });
}

function below(schema, at) {
  if (schema.items !== undefined) return below(schema.items, `${at}[]`);
  for (const option of schema.anyOf ?? [])
    if (option.properties) return propertiesOf(option, `${at}.`);
  return propertiesOf(schema, `${at}.`);
}

function valuesOf(schema) {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(valuesOf))].join(' or ');
  if (schema.type === 'array') return `list of ${valuesOf(schema.items)}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const check = process.argv.includes('--check');
const pages = {
  'commands.md': commandsPage(),
  'blueprint.md': blueprintPage(),
  'rules.md': rulesPage(),
};
for (const [name, text] of Object.entries(pages)) {
  const file = path.join(folder, name);
  const notice = '<!-- Written by scripts/reference.mjs. -->';
  const { code } = await format(name, `${notice}\n\n${text}\n`, settings);
  if (!check) await fs.outputFile(file, code);
  else if ((await fs.readFile(file, 'utf8').catch(() => '')) !== code) {
    console.error(`${path.relative(root, file)} is out of date: node scripts/reference.mjs`);
    process.exitCode = 1;
  }
}
