// The service as it is emitted, and without one thing each. Sources are changed only while a process
// reads them.
import fs from 'node:fs';
import path from 'node:path';

const composition = 'apps/api/src/composition.ts';
const records = 'packages/platform/src/database/unit-of-work/records.ts';

const withoutIdentity = [
  {
    file: composition,
    from: 'const identity = createIdentity({ ...config.oidc, telemetry });',
    to: `const verifying = createIdentity({ ...config.oidc, telemetry });
  const principal = {
    actor: { kind: 'user' as const, id: 'somebody', clientId: 'bench', tenant: null },
    scopes: new Set(['catalog:read', 'catalog:write']),
    expiresAt: Number.POSITIVE_INFINITY,
  };
  const identity = {
    ...verifying,
    authenticate: () => Promise.resolve({ ok: true as const, value: principal }),
  };`,
  },
];

const withoutLimits = [
  {
    file: composition,
    from: /const limits = createLimits\(\{[^]*?\}\);/,
    to: `const limits: import('@packages/platform/limits').Limits = {
    take: (limitClass) =>
      Promise.resolve({
        limitClass,
        rule: config.limits[limitClass],
        remaining: 1,
        resetSeconds: 1,
        exceeded: false,
        first: false,
      }),
    close: () => Promise.resolve(),
  };
  void createLimits;`,
  },
];

const withoutAudit = ['startOfChain', 'nextOfChain'].map((insert) => ({
  file: records,
  from: `sql\`WITH audited AS (\${${insert}(schema, value)}) \${insertIntoOutbox(schema, value)}\``,
  to: 'insertIntoOutbox(schema, value)',
}));

/** The first one is what the others are compared with. */
export const variants = [
  { name: 'as emitted', redis: false, edits: [] },
  { name: 'without identity', redis: false, edits: withoutIdentity },
  { name: 'without limits', redis: false, edits: withoutLimits },
  { name: 'without audit', redis: false, edits: withoutAudit },
  {
    name: 'without all three',
    redis: false,
    edits: [...withoutIdentity, ...withoutLimits, ...withoutAudit],
  },
  { name: 'with Redis', redis: true, edits: [] },
];

/** Changes sources, does the work, and changes them back. */
export async function withEdits(folder, edits, work) {
  const originals = new Map();
  try {
    for (const { file, from, to } of edits) {
      const target = path.join(folder, file);
      const text = fs.readFileSync(target, 'utf8');
      if (!originals.has(target)) originals.set(target, text);
      const changed = text.replace(from, () => to);
      if (changed === text) throw new Error(`${file} has no ${from} any more.`);
      fs.writeFileSync(target, changed);
    }
    await work();
  } finally {
    for (const [target, text] of originals) fs.writeFileSync(target, text);
  }
}
