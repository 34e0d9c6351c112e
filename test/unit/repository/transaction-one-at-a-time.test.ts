import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { applyPlan, recover } from '../../../src/repository/transaction/index.ts';
import { put } from '../../support/change-sample.ts';
import {
  applyAndDie,
  meanwhile,
  smallPlan,
  smallRepository,
} from '../../support/interrupted-change.ts';

const JOURNAL = '.create-backend-journal';
const command = 'module';

let root: string;
beforeEach(() => {
  root = smallRepository();
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const planned = () => smallPlan(root);
const dieAfterRename = (nth: number) => applyAndDie(root, nth);

test('the second is refused, and the first comes to its end', async () => {
  let second: unknown;
  const disk = meanwhile(2, async () => {
    second = await applyPlan(root, planned(), { command });
  });
  expect(await applyPlan(root, planned(), { disk, command })).toMatchObject({ ok: true });
  expect(second).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect(fs.readFileSync(path.join(root, 'src/a.ts'), 'utf8')).toBe('A\n');
});

test('a journal whose process lives is busy, and is recovered once that is dead', async () => {
  await dieAfterRename(3);
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  hold({ pid: other.pid ?? 0 });
  expect(await recover(root)).toMatchObject({
    ok: false,
    error: { code: 'busy', message: expect.stringContaining(`process ${other.pid} `) },
  });
  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
});

test('a journal of another machine is busy for ten minutes', async () => {
  await dieAfterRename(3);
  hold({ host: 'elsewhere' });
  expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'busy' } });
  hold({ host: 'elsewhere', since: Date.now() - 11 * 60_000 });
  expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
});

test('a journal whose process id belongs to somebody else by now is recovered', async () => {
  await dieAfterRename(3);
  hold({ pid: process.ppid, since: Date.now() - 11 * 60_000 });
  expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
});

test('of two that recover the same dead run one does it, and neither tree is half', async () => {
  await dieAfterRename(3);
  let second: unknown;
  const disk = meanwhile(1, async () => (second = await recover(root)));
  expect(await recover(root, disk)).toEqual({ ok: true, value: 'completed' });
  expect(second).toMatchObject({ ok: false, error: { code: 'busy' } });
});

test('a run that slept while another took over touches nothing more', async () => {
  const plan = planned();
  const disk = meanwhile(2, async () => {
    hold({ since: Date.now() - 11 * 60_000 });
    expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
    put(root, 'src/a.ts', 'mine\n');
  });
  const result = await applyPlan(root, plan, { disk, command });
  expect(result).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect(fs.readFileSync(path.join(root, 'src/a.ts'), 'utf8')).toBe('mine\n');
  expect(fs.readdirSync(root).sort()).toEqual(['src']);
});

function hold(holder: object): void {
  const [claim] = fs.readdirSync(path.join(root, JOURNAL)).filter((at) => at.startsWith('owner'));
  const whole = { pid: 1, host: os.hostname(), since: Date.now(), command, ...holder };
  fs.writeFileSync(path.join(root, JOURNAL, claim ?? '', 'holder.json'), JSON.stringify(whole));
}
