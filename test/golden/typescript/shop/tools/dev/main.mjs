#!/usr/bin/env node
import { parseArguments, usage } from './src/arguments.mjs';
import { Problem } from './src/problem.mjs';
import { say } from './src/say.mjs';

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} argv @returns {Promise<number>} the exit code */
async function main(argv) {
  try {
    const request = parseArguments(argv, process.env);
    switch (request.verb) {
      case 'help':
        process.stdout.write(usage);
        return 0;
      case 'install':
        await (await import('./src/install.mjs')).installDependencies();
        return 0;
      case 'token':
        process.stdout.write(`${await (await import('./src/token.mjs')).fetchToken(request)}\n`);
        return 0;
      case 'reset':
        await (await import('./src/reset.mjs')).reset();
        return 0;
      case 'run':
        return await (await import('./src/run.mjs')).run(request);
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    if (error.hint !== '') say(error.hint);
    return error.exitCode;
  }
}
