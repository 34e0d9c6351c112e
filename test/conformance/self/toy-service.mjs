// A service of one aggregate, written against the contract by hand, for trying the suite on
// something known: right as it stands, and wrong in one named way with a sabotage switch.
//   node toy-service.mjs <blueprint.json> [sabotage]
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { canonical, fieldFaults } from './toy-fields.mjs';
import { createIdentity } from './toy-identity.mjs';

const blueprint = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const sabotage = process.argv[3] ?? 'none';
const [context] = blueprint.contexts;
const [aggregate] = context.aggregates;
const { lifecycle } = aggregate;
const collection = `/v1/${context.name}/${aggregate.plural}`;
const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = process.env;
if (process.argv[4] === 'migrate') process.exit(0);

const rows = new Map();
const replies = new Map();

class Problem extends Error {
  constructor(status, code, { errors, headers = {} } = {}) {
    super(code);
    Object.assign(this, { status, code, errors, headers });
  }
}
const invalid = (errors, code = 'invalid') => new Problem(422, code, { errors });
const parameterError = (parameter) =>
  invalid([{ parameter, code: 'format', message: `${parameter} is not right` }]);

const identity = createIdentity({ issuer, audience, sabotage, Problem });

async function readBody(request, mediaTypes) {
  const type = request.headers['content-type']?.split(';')[0].trim().toLowerCase();
  if (!mediaTypes.includes(type)) throw new Problem(415, 'unsupported-media-type');
  if (Number(request.headers['content-length'] ?? 0) > 1048576) throw new Problem(413, 'too-large');
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    if ((size += chunk.length) <= 1048576) chunks.push(chunk);
  }
  if (size > 1048576) throw new Problem(413, 'too-large');
  const bytes = Buffer.concat(chunks);
  let value;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (depthOf(text) > 32) throw new Error('deep');
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed-body');
  }
  return { bytes, value };
}

function depthOf(text) {
  let depth = 0;
  let deepest = 0;
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs) ?? []) {
    if ('[{'.includes(token)) deepest = Math.max(deepest, (depth += 1));
    else if (']}'.includes(token)) depth -= 1;
  }
  return deepest;
}

function checkBody(body, { partial }) {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: '', code: 'type', message: 'an object, please' }]);
  }
  const errors = [];
  for (const name of Object.keys(body)) {
    const field = aggregate.fields.find((each) => each.name === name);
    const at = { pointer: `/${name}`, message: `${name} is not right` };
    if (!field) {
      if (sabotage !== 'unknown-field') errors.push({ ...at, code: 'unknown-field' });
    } else if (partial && field.immutable) errors.push({ ...at, code: 'immutable' });
    else if (body[name] !== null || !field.optional)
      errors.push(...fieldFaults(field, body[name], sabotage));
  }
  for (const field of partial ? [] : aggregate.fields) {
    if (!field.optional && !Object.hasOwn(body, field.name)) {
      errors.push({ pointer: `/${field.name}`, code: 'required', message: 'missing' });
    }
  }
  if (errors.length) throw invalid(errors);
}

function checkUnique(candidate) {
  for (const field of aggregate.fields.filter((each) => each.unique)) {
    for (const row of rows.values()) {
      if (row.id !== candidate.id && row[field.name] === candidate[field.name]) {
        throw new Problem(409, 'taken');
      }
    }
  }
}

function ifMatch(request, row, { required }) {
  const header = request.headers['if-match'];
  if (header === undefined) {
    if (required) throw new Problem(428, 'precondition-required');
    return;
  }
  if (header.trim() === '*') return;
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[^" ]*"$/.test(tag)))
    throw new Problem(400, 'malformed-header');
  if (sabotage !== 'if-match' && !tags.includes(`"${row.version}"`))
    throw new Problem(412, 'stale');
}

const find = (id) => {
  const row = rows.get(id);
  if (!row) throw new Problem(404, 'not-found');
  return row;
};
const shown = (status, row) => ({ status, body: row, headers: { ETag: `"${row.version}"` } });
const store = (row) => (rows.set(row.id, row), row);
const touch = (row, changes) =>
  store({ ...row, ...changes, version: row.version + 1, updatedAt: new Date().toISOString() });

function createRow(body) {
  checkBody(body, { partial: false });
  const now = Date.now();
  const hex = now.toString(16).padStart(12, '0') + randomUUID().replaceAll('-', '').slice(12);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const row = {
    id,
    ...Object.fromEntries(
      aggregate.fields.map((field) => [field.name, canonical(field, body[field.name] ?? null)]),
    ),
  };
  checkUnique(row);
  Object.assign(row, lifecycle && { status: lifecycle.initial });
  Object.assign(row, {
    version: 1,
    createdAt: new Date(now).toISOString(),
    updatedAt: new Date(now).toISOString(),
  });
  store(row);
  const reply = shown(sabotage === 'status' ? 200 : 201, row);
  return { ...reply, headers: { ...reply.headers, Location: `${collection}/${id}` } };
}

function list(url) {
  const limit = url.searchParams.get('limit') ?? '20';
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > 100) throw parameterError('limit');
  const cursor = url.searchParams.get('cursor');
  const order = (row) => `${row.createdAt} ${row.id}`;
  let after = '~';
  if (cursor !== null) {
    const text = Buffer.from(cursor, 'base64url').toString();
    after = text.slice(0, -8);
    const seal = createHash('sha256')
      .update(collection + after)
      .digest('hex')
      .slice(0, 8);
    if (text.slice(-8) !== seal || Buffer.from(text).toString('base64url') !== cursor)
      throw parameterError('cursor');
  }
  const sorted = [...rows.values()].toSorted((a, b) => (order(a) < order(b) ? 1 : -1));
  const rest = sorted.filter((row) => order(row) < after);
  const items = rest.slice(0, Number(limit));
  const last = order(items.at(-1) ?? { createdAt: '', id: '' });
  const seal = createHash('sha256')
    .update(collection + last)
    .digest('hex')
    .slice(0, 8);
  const nextCursor =
    rest.length > items.length ? Buffer.from(last + seal).toString('base64url') : null;
  return {
    status: 200,
    body: { items: sabotage === 'order' ? items.toReversed() : items, nextCursor },
  };
}

async function idempotent(request, path, caller, bytes, work) {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work();
  const count = request.rawHeaders.filter((name) => /^idempotency-key$/i.test(name)).length;
  if (count > 1 || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem(400, 'malformed-header');
  const scope = `${path} ${caller} ${key}`;
  const known = replies.get(scope);
  if (known && sabotage !== 'idempotency') {
    if (known.bytes !== bytes.toString('latin1')) {
      throw invalid(
        [{ parameter: 'Idempotency-Key', code: 'reuse', message: 'used' }],
        'idempotency-key-reuse',
      );
    }
    if (known.problem) {
      known.problem.headers = { ...known.problem.headers, 'Idempotency-Replayed': 'true' };
      throw known.problem;
    }
    return { ...known.reply, headers: { ...known.reply.headers, 'Idempotency-Replayed': 'true' } };
  }
  try {
    const reply = work();
    replies.set(scope, { bytes: bytes.toString('latin1'), reply });
    return reply;
  } catch (problem) {
    problem.correlationId = request.correlationId;
    replies.set(scope, { bytes: bytes.toString('latin1'), problem });
    throw problem;
  }
}

async function route(request) {
  if (request.url.length > 8192) throw new Problem(414, 'url-too-long');
  const url = new URL(`http://x${request.url}`);
  const segments = request.url.split('?')[0].slice(collection.length).split('/');
  const [head, id, action, ...more] = segments;
  const step = lifecycle?.transitions.find((each) => each.name === action);
  const known =
    request.url.split('?')[0].startsWith(collection) &&
    head === '' &&
    more.length === 0 &&
    (action === undefined || step);
  if (!known) throw new Problem(404, 'not-found');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const allowed = step
    ? ['POST']
    : id === undefined
      ? ['GET', 'HEAD', 'POST']
      : ['GET', 'HEAD', 'PATCH', 'DELETE'];
  if (!allowed.includes(request.method)) {
    throw new Problem(405, 'method-not-allowed', { headers: { Allow: allowed.join(', ') } });
  }
  const caller = await identity.authenticate(
    request,
    `${context.name}:${method === 'GET' ? 'read' : 'write'}`,
  );
  const path = request.url.split('?')[0];
  if (step) {
    return idempotent(request, path, caller, Buffer.alloc(0), () => {
      const row = find(id);
      ifMatch(request, row, { required: false });
      if (!step.from.includes(row.status)) throw new Problem(409, 'transition-not-allowed');
      return shown(200, touch(row, { status: step.to }));
    });
  }
  if (id === undefined) {
    if (method === 'GET') return list(url);
    const { bytes, value } = await readBody(request, ['application/json']);
    return idempotent(request, path, caller, bytes, () => createRow(value));
  }
  if (method === 'PATCH') {
    const { value } = await readBody(request, ['application/json', 'application/merge-patch+json']);
    const row = find(id);
    ifMatch(request, row, { required: true });
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const merged = isObject
      ? Object.fromEntries(
          Object.entries(value).map(([name, part]) => [name, merge(row[name], part)]),
        )
      : value;
    checkBody(merged, { partial: true });
    checkUnique({ ...row, ...merged });
    return shown(200, touch(row, merged));
  }
  const row = find(id);
  if (method === 'DELETE') {
    ifMatch(request, row, { required: true });
    rows.delete(id);
    return { status: 204 };
  }
  const tags = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes('*') || tags.includes(`"${row.version}"`)) {
    return { status: 304, headers: { ETag: `"${row.version}"` } };
  }
  return shown(200, row);
}

function merge(target, part) {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const result = typeof target === 'object' && target !== null ? { ...target } : {};
  for (const [name, value] of Object.entries(part)) {
    if (value === null) delete result[name];
    else result[name] = merge(result[name], value);
  }
  return result;
}

const api = createServer({ maxHeaderSize: 16384 }, async (request, response) => {
  const correlationId = randomBytes(12).toString('hex');
  request.correlationId = correlationId;
  let reply;
  try {
    reply = await route(request);
  } catch (error) {
    const { status = 500, code = 'internal', errors, headers } = error;
    const type = `/problems/${code}`;
    const body = {
      type,
      title: code,
      status,
      detail: code,
      instance: request.url,
      code,
      // A stored refusal is replayed as it was.
      correlationId: error.correlationId ?? correlationId,
    };
    reply = { status, headers, body: errors ? { ...body, errors } : body, problem: true };
  }
  request.resume();
  response.writeHead(reply.status, {
    ...(sabotage === 'headers' ? {} : { 'X-Content-Type-Options': 'nosniff' }),
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'X-Correlation-Id': correlationId,
    ...(reply.body
      ? {
          'Content-Type':
            reply.problem && sabotage !== 'problem'
              ? 'application/problem+json'
              : 'application/json',
        }
      : {}),
    ...reply.headers,
  });
  response.end(reply.body && request.method !== 'HEAD' ? JSON.stringify(reply.body) : undefined);
});
const management = createServer((request, response) => {
  const known = /^\/health\/(live|ready|startup)$/.test(request.url);
  const up = request.url !== '/health/ready' || identity.ready();
  response.writeHead(known ? (up ? 200 : 503) : 404).end();
});
void identity.start();
api.listen(Number(process.env.PORT), '127.0.0.1');
management.listen(Number(process.env.MANAGEMENT_PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
