/**
 * A process of its own that outlives this program for a moment: it reads standard input, which
 * ends when the program does, however that happens (kill -9 included), and then stops what the
 * program had started. Each line tells of one thing to stop.
 */
import { createInterface } from 'node:readline';

import { stopOrphan } from '../postgres/server.mjs';
import { removeFolder } from '../private-file.mjs';
import { endGroup } from './group.mjs';

/** @type {import('./guarded.mjs').Charge[]} */
const charges = [];
let released = false;

for await (const line of createInterface({ input: process.stdin })) {
  /** @type {import('./guarded.mjs').Charge | { kind: 'released' }} */
  const message = JSON.parse(line);
  if (message.kind === 'released') released = true;
  else charges.push(message);
}

if (!released) {
  for (const charge of charges.toReversed()) await stop(charge).catch(() => undefined);
}

/** @param {import('./guarded.mjs').Charge} charge */
async function stop(charge) {
  switch (charge.kind) {
    case 'group':
      return await endGroup(charge.leader);
    case 'cluster':
      return await stopOrphan(charge.dataFolder);
    case 'folder':
      return await removeFolder(charge.folder);
  }
}
