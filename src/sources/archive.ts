import { gunzipSync } from 'node:zlib';

import { ok, type Result } from '../blueprint/result.ts';
import { isPresetFile, type PresetFile } from './preset-files.ts';
import { limits } from './limits.ts';
import { refuse, type SourceError } from './source-error.ts';

const block = 512;

/**
 * The presets in a gzipped tar, read in memory: nothing is extracted. Regular files only; links,
 * devices and names that are not portable are passed over, what is damaged or too large is refused.
 * The first folder of every path is dropped: hosts and npm add one.
 */
export function readArchive(archive: Uint8Array): Result<readonly PresetFile[], SourceError> {
  let tar: Buffer;
  try {
    tar = gunzipSync(archive, { maxOutputLength: limits.unpacked });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge('unpacks to too much');
    return damaged('it is not a gzip file');
  }
  const files: PresetFile[] = [];
  let offset = 0;
  let longPath: string | null = null;
  for (let entries = 0; offset + block <= tar.length; entries += 1) {
    const header = tar.subarray(offset, offset + block);
    if (header.every((byte) => byte === 0)) return ok(files);
    if (entries >= limits.entries) return tooLarge('has too many entries');
    if (!hasValidChecksum(header)) return damaged('a checksum is wrong');
    const size = octal(header.subarray(124, 136));
    if (size === null) return damaged('a size is wrong');
    const start = offset + block;
    if (start + size > tar.length) return damaged('it ends too early');
    const body = tar.subarray(start, start + size);
    offset = start + Math.ceil(size / block) * block;

    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'x') longPath = paxPath(body) ?? longPath;
    else if (type === 'L') longPath = textUpToNul(body);
    else if (type !== 'g' && type !== 'K') {
      const path = withoutFirstFolder(longPath ?? nameOf(header));
      longPath = null;
      if ((type === '0' || type === '\u0000') && isPresetFile(path, size))
        files.push({ path, body });
    }
  }
  return damaged('it ends too early');
}

/** A tar of files only, as `readArchive` gave them, under one folder: safe for any program to extract. */
export function writeArchive(files: readonly PresetFile[]): Buffer {
  const parts = files.flatMap(({ path, body }) => {
    const padding = Buffer.alloc((block - (body.length % block)) % block);
    return [
      ...longName(`files/${path}`),
      headerOf(`files/${path}`, '0', body.length),
      body,
      padding,
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function longName(path: string): Buffer[] {
  const name = Buffer.from(`${path}\u0000`);
  if (name.length <= 100) return [];
  const padding = Buffer.alloc((block - (name.length % block)) % block);
  return [headerOf('././@LongLink', 'L', name.length), name, padding];
}

function headerOf(path: string, type: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  header.write(Buffer.from(path).subarray(0, 100).toString('latin1'), 0, 'latin1');
  header.write('0000644', 100, 'latin1');
  header.write(size.toString(8).padStart(11, '0'), 124, 'latin1');
  header.write(`        ${type}`, 148, 'latin1');
  header.write('ustar', 257, 'latin1');
  header.write('00', 263, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return header;
}

function hasValidChecksum(header: Uint8Array): boolean {
  const stored = octal(header.subarray(148, 156));
  const sum = header.reduce(
    (total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte),
    0,
  );
  return stored === sum;
}

/** Octal digits as every tar writes them; sizes over 8 GB have another form, and are refused. */
function octal(field: Uint8Array): number | null {
  const text = Buffer.from(field)
    .toString('latin1')
    .replace(/[\u0000 ]+$/, '')
    .trimStart();
  return /^[0-7]{0,12}$/.test(text) ? Number.parseInt(text === '' ? '0' : text, 8) : null;
}

function nameOf(header: Uint8Array): string {
  const name = textUpToNul(header.subarray(0, 100));
  const isUstar = Buffer.from(header.subarray(257, 262)).toString('latin1') === 'ustar';
  const prefix = isUstar ? textUpToNul(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `<length> path=<value>\n` among the records of an extended header. */
function paxPath(body: Uint8Array): string | null {
  let path: string | null = null;
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(32, at);
    const length = Number(Buffer.from(body.subarray(at, space)).toString('latin1'));
    if (space === -1 || !Number.isInteger(length) || length <= space - at) return path;
    const record = Buffer.from(body.subarray(space + 1, at + length - 1)).toString('utf8');
    if (record.startsWith('path=')) path = record.slice('path='.length);
    at += length;
  }
  return path;
}

function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

function withoutFirstFolder(path: string): string {
  return path.startsWith('/') ? path : path.split('/').slice(1).join('/');
}

const tooLarge = (how: string) =>
  refuse(
    'source-too-large',
    `The archive of the preset ${how}.`,
    'Keep presets in a repository or package of their own.',
  );

const damaged = (how: string) =>
  refuse('source-unsafe', `The archive of the preset cannot be read: ${how}.`);
