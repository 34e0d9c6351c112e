import fs from 'fs-extra';
import path from 'node:path';

/** What a package was bundled with by its own authors, whose licences it does not carry. */
const bundledWithin = {
  degit: `
It was published with these inside:
tar, minipass, minizlib, chownr, yallist and @isaacs/fs-minipass, by Isaac Z. Schlueter and contributors:
Blue Oak Model License 1.0.0 or ISC, https://blueoakcouncil.org/license/1.0.0;
https-proxy-agent and agent-base by Nathan Rajlich, debug by TJ Holowaychuk and Josh Junon, ms by Vercel,
tiny-glob by Terkel Gjervig, globalyzer and globrex by Terkel Gjervig, yoctocolors by Sindre Sorhus:
MIT License, its terms as above.
`,
};

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
    const within = bundledWithin[manifest.name] ?? '';
    texts.push(`${manifest.name} ${manifest.version}\n\n${text.trim()}\n${within}`);
  }
  return `create-backend bundles the packages below.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
