// Throughput and latency of an emitted service, beside a bare Elysia + pg handler that runs the
// same queries in the same database, on the same machine, in the same minute:
//   npm run bench:service               creates, sets up and measures preset shop (needs bun and wrk)
//   npm run bench:service -- <folder>   measures a repository of preset shop that is set up already
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const SECONDS = 8;
const ROUNDS = 3;
const PRODUCTS = 2000;

const inside = process.env.BENCH_FOLDER;
if (inside === undefined) await outside();
else await measure(inside);

/** Prepares the repository and runs this script again inside its development services. */
async function outside() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-service-'));
  const folder = process.argv[2] ? path.resolve(process.argv[2]) : createShop(scratch);
  const child = spawn('bun', ['tools/dev/main.mjs', '--', 'node', import.meta.filename], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, BENCH_FOLDER: folder, BENCH_SCRATCH: scratch },
  });
  process.exitCode = await new Promise((resolve) => child.on('exit', resolve));
  fs.rmSync(scratch, { recursive: true, force: true });
}

function createShop(scratch) {
  const folder = path.join(scratch, 'shop');
  execFileSync(
    'node',
    [path.join(root, 'bin/create-backend.js'), folder, '--preset', 'shop', '--yes', '--no-git'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return folder;
}

async function measure(folder) {
  const scratch = process.env.BENCH_SCRATCH;
  const stop = [];
  try {
    execFileSync('bun', ['run', 'migrate'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ours = { name: 'emitted', url: 'http://127.0.0.1:18080' };
    const bare = { name: 'bare', url: 'http://127.0.0.1:18081' };
    stop.push(
      start(
        'bun',
        ['run', 'start'],
        folder,
        { PORT: '18080', MANAGEMENT_PORT: '19464', HOST: '127.0.0.1' },
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
    const token = execFileSync('bun', ['tools/dev/main.mjs', 'token'], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    const id = await seed(ours.url, token);

    console.log(
      `\n${os.cpus().length} cores shared by load, service and database; ${ROUNDS} × ${SECONDS} s each, medians\n`,
    );
    console.log(
      '| operation | connections | emitted rps | bare rps | ratio | emitted p99 ms | bare p99 ms | errors |',
    );
    console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
    for (const [operation, target] of Object.entries(operations(id, token))) {
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

function operations(id, token) {
  const head = `wrk.headers["Authorization"] = "Bearer ${token}"\n`;
  return {
    read: { path: `/v1/catalog/products/${id}`, lua: head },
    list: { path: '/v1/catalog/products?limit=20', lua: head },
    create: {
      path: '/v1/catalog/products',
      lua: `${head}wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
local salt = os.time() .. "-" .. math.random(1000000)
math.randomseed(os.time())
request = function()
  n = n + 1
  local sku = string.format("%X-%X-%X", os.time(), math.random(2147483647), n)
  return wrk.format(nil, nil, nil, '{"sku":"' .. sku .. '","title":"A product","price":{"amount":"12.30","currency":"EUR"}}')
end
`,
    },
  };
}

async function seed(url, token) {
  let id = '';
  for (let from = 0; from < PRODUCTS; from += 50) {
    const answersOf = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        fetch(`${url}/v1/catalog/products`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            sku: `SEED-${from + index}`,
            title: `Product ${from + index}`,
            price: { amount: '12.30', currency: 'EUR' },
          }),
        }),
      ),
    );
    const failed = answersOf.find((answer) => answer.status !== 201);
    if (failed) throw new Error(`Seeding answered ${failed.status}: ${await failed.text()}`);
    ({ id } = await answersOf[0].json());
  }
  return id;
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

function load(url, script, connections) {
  const { stdout, stderr, status } = spawnSync(
    'wrk',
    ['-t1', `-c${connections}`, `-d${SECONDS}s`, '--latency', '-s', script, url],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`wrk failed (is it installed?): ${stderr}`);
  const errors = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  const rps = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  return { rps, p99: Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit], errors };
}

function start(command, args, cwd, environment, log) {
  const out = fs.openSync(log, 'w');
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', out, out],
    env: { ...process.env, ...environment },
  });
  return () => child.kill('SIGTERM');
}

async function answers(url) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${url} does not answer.`);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
