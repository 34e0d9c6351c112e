// Throughput and latency of an emitted service, beside a bare Elysia + pg handler that runs the
// same queries in the same database, on the same machine, in the same minute:
//   npm run bench:service               creates, sets up and measures preset shop (needs bun and wrk)
//   npm run bench:service -- <folder>   measures a repository of preset shop that is set up already
import { execFileSync } from 'node:child_process';
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

await withServices(import.meta.filename, measure);

async function measure(folder) {
  const scratch = process.env.BENCH_SCRATCH;
  const stop = [];
  try {
    migrate(folder);
    const ours = { name: 'emitted', url: 'http://127.0.0.1:18080' };
    const bare = { name: 'bare', url: 'http://127.0.0.1:18081' };
    stop.push(
      start(
        'bun',
        ['run', 'start'],
        folder,
        { ...unlimited, PORT: '18080', MANAGEMENT_PORT: '19464', HOST: '127.0.0.1' },
        path.join(scratch, 'service.log'),
      ),
    );
    stop.push(
      start(
        'bun',
        [bareHandler(scratch, folder)],
        scratch,
        { PORT: '18081' },
        path.join(scratch, 'bare.log'),
      ),
    );
    await Promise.all([answers(`${ours.url}/openapi.json`), answers(`${bare.url}/`)]);
    const bearer = token(folder);
    const id = await seed(ours.url, bearer);

    console.log(
      `\n${os.cpus().length} cores shared by load, service and database; ${ROUNDS} × ${SECONDS} s each, medians\n`,
    );
    console.log(
      '| operation | connections | emitted rps | bare rps | ratio | emitted p99 ms | bare p99 ms | errors |',
    );
    console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
    for (const [operation, target] of Object.entries(operations(id, bearer))) {
      const script = path.join(scratch, `${operation}.lua`);
      fs.writeFileSync(script, target.lua);
      for (const connections of [10, 50]) {
        const runs = Array.from({ length: ROUNDS }, () => ({
          ours: load(ours.url + target.path, script, connections),
          bare: load(bare.url + target.path, script, connections),
        }));
        const of = (pick) => median(runs.map(pick));
        const errors = runs.reduce((sum, run) => sum + run.ours.errors + run.bare.errors, 0);
        console.log(
          `| ${operation} | ${connections} | ${of((r) => r.ours.rps).toFixed(0)} | ${of((r) => r.bare.rps).toFixed(0)} | ${of((r) => r.ours.rps / r.bare.rps).toFixed(2)} | ${of((r) => r.ours.p99).toFixed(1)} | ${of((r) => r.bare.p99).toFixed(1)} | ${errors} |`,
        );
      }
    }
  } finally {
    for (const end of stop) end();
  }
}

/** What a programmer would write in ten minutes: no identity, no validation, no audit, no events. */
function bareHandler(scratch, folder) {
  const home = path.join(scratch, 'bare');
  const versions = JSON.parse(
    fs.readFileSync(path.join(folder, 'packages/platform/package.json'), 'utf8'),
  ).dependencies;
  fs.mkdirSync(home);
  fs.writeFileSync(
    path.join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { elysia: versions.elysia, pg: versions.pg } }),
  );
  execFileSync('bun', ['install', '--silent'], { cwd: home });
  fs.writeFileSync(
    path.join(home, 'bare.ts'),
    `import { Elysia } from 'elysia';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, min: 5, max: 20 });
const columns = 'id, version, sku, title, category_id, price_amount, price_currency, weight_kg, image_url, attributes, note, status, created_at, updated_at';
new Elysia()
  .get('/', () => 'ok')
  .get('/v1/catalog/products', async ({ query }) => {
    const { rows } = await pool.query(\`select \${columns} from catalog.products order by created_at desc, id desc limit $1\`, [Number(query.limit) + 1]);
    return { items: rows };
  })
  .get('/v1/catalog/products/:id', async ({ params }) => {
    const { rows } = await pool.query(\`select \${columns} from catalog.products where id = $1\`, [params.id]);
    return rows[0];
  })
  .post('/v1/catalog/products', async ({ body, set }) => {
    const product = body as { sku: string; title: string; price: { amount: string; currency: string } };
    const now = new Date();
    const { rows } = await pool.query(
      \`insert into catalog.products (id, version, sku, title, price_amount, price_currency, status, created_at, updated_at) values ($1, 1, $2, $3, $4, $5, 'draft', $6, $6) returning \${columns}\`,
      [Bun.randomUUIDv7(), product.sku, product.title, product.price.amount, product.price.currency, now],
    );
    set.status = 201;
    return rows[0];
  })
  .listen({ port: Number(process.env.PORT), hostname: '127.0.0.1' });
`,
  );
  return path.join(home, 'bare.ts');
}
