import fs from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';

import { acceptAll, parseBaseline, writeBaseline } from '../../../src/check/baseline.ts';
import { jsonReport } from '../../../src/check/report/json.ts';
import { findingsOf, reportOf, type CheckReport } from '../../../src/check/report/report.ts';
import { sarifReport } from '../../../src/check/report/sarif.ts';
import { rules } from '../../../src/check/rules/index.ts';
import { runChecks } from '../../../src/check/run.ts';
import { selectRules } from '../../../src/check/select.ts';
import { edited, repositoryOf, shop, type Edit } from './fixture.ts';

/** Draft 4, of which it uses nothing that a later draft has not; only the names of the schema itself differ. */
const {
  id: _,
  $schema: __,
  ...schema
} = JSON.parse(
  fs.readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8'),
);
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
const isSarif = ajv.compile(schema);

function expectSarif(log: object): void {
  expect(isSarif(log) ? [] : isSarif.errors).toEqual([]);
}

const order = 'contexts/ordering/src/domain/order/order.ts';
const clock: Edit = { path: order, replace: ['updatedAt: now };', 'updatedAt: new Date() };'] };
const chosen = selectRules(rules, ['ARC-2', 'ARC-6', 'DEL-2']);

function report(edits: readonly Edit[], baseline = ''): CheckReport {
  if (!('rules' in chosen)) throw new Error(chosen.unknown);
  const texts = edited(shop, edits);
  const accepted = baseline === '' ? { ok: true as const, value: [] } : parseBaseline(baseline);
  if (!accepted.ok) throw new Error(accepted.error);
  const results = runChecks(repositoryOf(texts), chosen.rules);
  return reportOf(results, accepted.value, (path) => texts.get(path) ?? null, ['A note.']);
}

function baselineOf(of: CheckReport): string {
  const ran = new Set(of.rules.flatMap(({ checks }) => checks.map(({ id }) => id)));
  return writeBaseline(acceptAll([], ran, findingsOf(of)));
}

test('JSON tells per requirement whether it passes, and on what evidence', () => {
  const { rules: told, notes } = JSON.parse(JSON.stringify(jsonReport(report([clock]))));
  expect(notes).toEqual(['A note.']);
  expect(told.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
    ['ARC-2', 'fail'],
    ['ARC-6', 'pass'],
    ['DEL-2', 'not-applicable'],
  ]);
  expect(told[0].evidence.find(({ path }: { path?: string }) => path !== undefined)).toMatchObject({
    check: 'ARC-2/runtime-globals',
    path: order,
    line: expect.any(Number),
    column: expect.any(Number),
    message: 'The current time is read here.',
    accepted: false,
  });
  expect(told[1].evidence).toContainEqual({
    check: 'ARC-6/context-owners',
    looked: 3,
    subject: 'contexts with an owner',
  });
  expect(told[2].evidence).toEqual([]);
});

test('SARIF is valid, and has what code scanning needs', () => {
  const log = JSON.parse(JSON.stringify(sarifReport(report([clock]), '4.0.0')));
  expectSarif(log);
  const [run] = log.runs;
  const [result, ...more] = run.results;
  expect(more).toEqual([]);
  expect(run.tool.driver.rules[result.ruleIndex]).toMatchObject({
    id: 'ARC-2/runtime-globals',
    help: { text: expect.stringContaining('To mend:'), markdown: expect.stringContaining('**') },
  });
  expect(result).toMatchObject({
    ruleId: 'ARC-2/runtime-globals',
    level: 'error',
    partialFingerprints: { 'createBackend/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  const [{ physicalLocation }] = result.locations;
  expect(physicalLocation.artifactLocation).toEqual({ uri: order, uriBaseId: '%SRCROOT%' });
});

test('SARIF of every rule there is is valid', () => {
  const texts = edited(shop, [clock]);
  const results = runChecks(repositoryOf(texts), rules);
  const all = reportOf(results, [], (path) => texts.get(path) ?? null, []);
  expectSarif(JSON.parse(JSON.stringify(sarifReport(all, '4.0.0'))));
  expect(isSarif({ version: '2.1.0' })).toBe(false);
});

test('a name from the repository makes no link, and a path no other address', () => {
  const path = 'contexts/ordering/src/domain/[x](http:%2f..)/a b.ts';
  const log = JSON.parse(
    JSON.stringify(
      sarifReport(report([{ path, write: "import '[click](https://example.com)';\n" }]), '4.0.0'),
    ),
  );
  expectSarif(log);
  const [result] = log.runs[0].results;
  expect(result.message.text).not.toContain('](');
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(
    'contexts/ordering/src/domain/%5Bx%5D(http%3A%252f..)/a%20b.ts',
  );
});

test('what the baseline accepts does not fail, and stays told', () => {
  const baseline = baselineOf(report([clock]));
  const again = report([clock], baseline);
  expect(again.rules.map(({ status }) => status)).toEqual(['pass', 'pass', 'not-applicable']);
  expect(findingsOf(again)).toMatchObject([{ accepted: true, message: expect.any(String) }]);
  const [result] = JSON.parse(JSON.stringify(sarifReport(again, '4.0.0'))).runs[0].results;
  expect(result).toMatchObject({
    baselineState: 'unchanged',
    suppressions: [{ kind: 'external' }],
  });
});

test('a finding of the baseline is known again after its lines have moved and were indented anew', () => {
  const baseline = baselineOf(report([clock]));
  const moved = report(
    [
      clock,
      { path: order, replace: ['import {', '// One.\n// Two.\nimport {'] },
      { path: order, replace: ['    this.#state = { ...state', '      this.#state =  { ...state'] },
    ],
    baseline,
  );
  expect(findingsOf(moved)).toMatchObject([{ accepted: true }]);
  expect(moved.stale).toEqual([]);
});

test('a second finding like the first one is a new one', () => {
  const twice: Edit = {
    path: order,
    replace: [
      '    this.#record(event);',
      '    this.#record(event);\n    this.#state = { ...state, version: state.version + 1, updatedAt: new Date() };',
    ],
  };
  const found = findingsOf(report([clock, twice], baselineOf(report([clock]))));
  expect(found.map(({ accepted }) => accepted)).toEqual([true, false]);
});

test('what is gone of the baseline is told as stale', () => {
  const now = report([], baselineOf(report([clock])));
  expect(now.stale).toMatchObject([{ check: 'ARC-2/runtime-globals', path: order }]);
  expect(now.rules[0]?.status).toBe('pass');
});

test('findings of checks that did not run stay in a baseline that is written anew', () => {
  const before = [{ check: 'SEC-4/x', path: 'a', message: 'b', fingerprint: 'c' }];
  expect(acceptAll(before, new Set(['ARC-2/import-direction']), [])).toEqual(before);
  expect(acceptAll(before, new Set(['SEC-4/x']), [])).toEqual([]);
});

test.each([
  ['no JSON', '<<<<<<< yours', 'not JSON'],
  ['another version', '{ "version": 2, "findings": [] }', 'version is not 1'],
  ['no list', '{ "version": 1, "findings": {} }', 'findings is not a list'],
  [
    'an entry without a fingerprint',
    '{ "version": 1, "findings": [{ "check": "a" }] }',
    'findings[0]',
  ],
])('a baseline that is %s is refused', (_, text, problem) => {
  const parsed = parseBaseline(text);
  expect(parsed.ok ? '' : parsed.error).toContain(problem);
});

test('rules are chosen by requirement or by check, in any case; what is no rule is told', () => {
  const of = (...ids: string[]) => {
    const selected = selectRules(rules, ids);
    return 'unknown' in selected
      ? selected
      : selected.rules.map(({ id, checks }) => `${id} ${checks.length}`);
  };
  const all = rules.find(({ id }) => id === 'ARC-2')?.checks.length;
  expect(of('arc-2')).toEqual([`ARC-2 ${all}`]);
  expect(of('ARC-2/import-direction', 'ARC-9/foreign-keys')).toEqual(['ARC-2 1', 'ARC-9 1']);
  expect(of('ARC-2', 'ARC-2/no-such')).toEqual({ unknown: 'ARC-2/no-such' });
});
