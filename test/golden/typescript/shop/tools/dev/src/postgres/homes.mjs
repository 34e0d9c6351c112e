import path from 'node:path';

import { shelteredFolder } from './shelter.mjs';

/**
 * Where the cluster of a state folder can be.
 * @param {string} folder
 */
export function clusterHomes(folder) {
  // The data of another major version cannot be read, so each has a folder of its own.
  const name = 'postgresql-18';
  return { here: path.join(folder, name), sheltered: path.join(shelteredFolder(folder), name) };
}
