// What identity, limits and audit cost an emitted service: the same service with each of them taken
// out, side by side on the same database, in turns:
//   npm run bench:security               creates, sets up and measures preset shop (needs bun, wrk, redis-server)
//   npm run bench:security -- <folder>   measures a repository of preset shop that is set up already
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { load, median, ROUNDS, SECONDS } from './service-bench/load.mjs';
import {
  answers,
  migrate,
  start,
  token,
  unlimited,
  withServices,
} from './service-bench/process.mjs';
import { operations, seed } from './service-bench/products.mjs';
import { variants, withEdits } from './service-bench/variants.mjs';

const REDIS_PORT = '16399';
const CONNECTIONS = 20;

await withServices(import.meta.filename, measure);

async function measure(folder) {
  const scratch = process.env.BENCH_SCRATCH;
  const stop = [];
  try {
    migrate(folder);
    const redis = spawn(
      'redis-server',
      ['--port', REDIS_PORT, '--bind', '127.0.0.1', '--save', ''],
      {
        stdio: 'ignore',
      },
    );
    stop.push(() => redis.kill('SIGTERM'));

    const services = [];
    for (const [index, variant] of variants.entries()) {
      const url = `http://127.0.0.1:${18_080 + index}`;
      await withEdits(folder, variant.edits, async () => {
        const environment = {
          ...unlimited,
          HOST: '127.0.0.1',
          PORT: String(18_080 + index),
          MANAGEMENT_PORT: String(19_480 + index),
          ...(variant.redis ? { REDIS_URL: `redis://127.0.0.1:${REDIS_PORT}` } : {}),
        };
        const log = path.join(scratch, `${index}.log`);
        stop.push(start('bun', ['run', 'start'], folder, environment, log));
        await answers(`${url}/openapi.json`);
      });
      services.push({ name: variant.name, url });
    }
    const bearer = token(folder);
    const id = await seed(services[0].url, bearer);

    console.log(
      `\n${os.cpus().length} cores shared by load, services and database; ${ROUNDS} × ${SECONDS} s each, ${CONNECTIONS} connections, medians\n`,
    );
    console.log('| service | operation | rps | × the whole | p99 ms | errors |');
    console.log('| --- | --- | --- | --- | --- | --- |');
    for (const [operation, target] of Object.entries(operations(id, bearer))) {
      const script = path.join(scratch, `${operation}.lua`);
      fs.writeFileSync(script, target.lua);
      const rounds = Array.from({ length: ROUNDS }, () =>
        services.map(({ url }) => load(url + target.path, script, CONNECTIONS)),
      );
      for (const [index, { name }] of services.entries()) {
        const rps = median(rounds.map((round) => round[index].rps));
        const ratio = median(rounds.map((round) => round[index].rps / round[0].rps));
        const p99 = median(rounds.map((round) => round[index].p99));
        const errors = rounds.reduce((sum, round) => sum + round[index].errors, 0);
        console.log(
          `| ${name} | ${operation} | ${rps.toFixed(0)} | ${ratio.toFixed(2)} | ${p99.toFixed(1)} | ${errors} |`,
        );
      }
    }
  } finally {
    for (const end of stop) end();
  }
}
