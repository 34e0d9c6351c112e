import { transform } from 'esbuild';
import fs from 'fs-extra';
import Handlebars from 'handlebars';
import path from 'node:path';
import { parse } from 'yaml';

const RESOURCES = 'dependencies';

/** Writes one module per folder of `templates/`, each exporting a TemplateSet (src/render/template-set.ts). */
export async function buildTemplates(source, target) {
  await fs.ensureDir(target);
  for (const pack of (await fs.readdir(source)).sort()) {
    await fs.writeFile(path.join(target, `${pack}.js`), await packModule(source, pack));
  }
}

/** Writes the presets as one module: name → JSON text, which is read faster than YAML. */
export async function buildPresets(source, target) {
  const names = (await fs.readdir(source)).filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(
    names.map((file) => fs.readFile(path.join(source, file), 'utf8')),
  );
  const presets = Object.fromEntries(
    names.map((file, index) => [path.basename(file, '.yaml'), JSON.stringify(parse(texts[index]))]),
  );
  await fs.outputFile(target, `export default ${JSON.stringify(presets)};\n`);
}

const shells = { bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'ps1' };

/** Writes the completion scripts as one module: shell → text. */
export async function buildCompletions(source, target) {
  const scripts = {};
  for (const [shell, extension] of Object.entries(shells))
    scripts[shell] = await fs.readFile(path.join(source, `create-backend.${extension}`), 'utf8');
  await fs.outputFile(target, `export default ${JSON.stringify(scripts)};\n`);
}

async function packModule(source, pack) {
  const folders = {};
  const resources = {};
  for (const part of (await fs.readdir(path.join(source, pack))).sort()) {
    const base = path.join(source, pack, part);
    const entries = [];
    for (const file of await filesBelow(base)) {
      const content = await fs.readFile(path.join(base, file), 'utf8');
      if (part === RESOURCES) resources[`${pack}/${part}/${file}`] = content;
      else entries.push(await template(base, file, content));
    }
    if (part !== RESOURCES) folders[`${pack}/${part}`] = entries;
  }
  const body = Object.entries(folders)
    .map(([folder, entries]) => `${JSON.stringify(folder)}: [\n${entries.join(',\n')}\n]`)
    .join(',\n');
  const module = `export default {\nfolders: {\n${body}\n},\nresources: ${JSON.stringify(resources)}\n};\n`;
  return (await transform(module, { minify: true, format: 'esm', target: 'node20' })).code;
}

async function template(base, file, content) {
  const { mode } = await fs.stat(path.join(base, file));
  const executable = (mode & 0o111) !== 0;
  const rendered = file.endsWith('.hbs');
  const emitted = dotted(rendered ? file.slice(0, -'.hbs'.length) : file);
  const head = `path: ${JSON.stringify(emitted)}, executable: ${executable}`;
  if (!rendered) return `{ kind: 'verbatim', ${head}, content: ${JSON.stringify(content)} }`;
  const specification = Handlebars.precompile(content, {
    strict: true,
    noEscape: true,
    srcName: path.join(base, file),
  }).code;
  return `{ kind: 'rendered', ${head}, specification: ${specification} }`;
}

/** npm drops `.gitignore` and `.npmrc` from tarballs, and git would obey ours: templates spell the dot `dot_`. */
function dotted(file) {
  return file
    .split('/')
    .map((segment) => segment.replace(/^dot_/, '.'))
    .join('/');
}

async function filesBelow(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => !file.split('/').includes('node_modules'))
    .sort();
}
