#!/usr/bin/env node
// Old syntax on purpose: an old Node.js must get as far as saying that it is too old.
import { existsSync, readFileSync } from 'node:fs';

var manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
var required = manifest.engines.node.replace('>=', '').split('.').map(Number);
var running = process.versions.node.split('.').map(Number);

if (running[0] < required[0] || (running[0] === required[0] && running[1] < required[1])) {
  process.stderr.write(
    'create-backend needs Node.js ' +
      required.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      '.\n' +
      'Install a newer one from https://nodejs.org and run the same command again.\n',
  );
  process.exitCode = 1;
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(manifest.version + '\n');
} else if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  process.stderr.write(
    'This checkout of create-backend is not built yet: run "npm install && npm run build" in it.\n',
  );
  process.exitCode = 1;
} else {
  import('../dist/main.js').then(function (program) {
    return program.main(process.argv.slice(2));
  });
}
