import fs from 'fs-extra';
import path from 'node:path';

/** The licences of every package whose code is bundled, as their authors ask. */
export async function thirdPartyLicenses(root, metafile) {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  const texts = [];
  for (const folder of [...packages].sort()) {
    const manifest = await fs.readJson(path.join(root, folder, 'package.json'));
    const file = (await fs.readdir(path.join(root, folder))).find((name) =>
      /^licen[cs]e/i.test(name),
    );
    const text = file
      ? await fs.readFile(path.join(root, folder, file), 'utf8')
      : `Licence: ${manifest.license}`;
    texts.push(`${manifest.name} ${manifest.version}\n\n${text.trim()}\n`);
  }
  return `create-backend bundles the packages below.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
