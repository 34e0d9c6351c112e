import { gzipSync } from 'node:zlib';

/** An entry as an attacker would write it; nothing about it is checked. */
export interface Entry {
  readonly path: string;
  /** '0' file, '1' hard link, '2' symbolic link, '3' device, '6' pipe, 'x' extended header … */
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly link?: string;
  readonly mode?: number;
  /** what the header says, where it lies */
  readonly size?: string;
  readonly prefix?: string;
}

export function tarball(entries: readonly Entry[]): Buffer {
  return gzipSync(tar(entries));
}

export function tar(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocks), Buffer.alloc(1024)]);
}

/** `path` for the next entry, in an extended header. */
export function pax(path: string): Entry {
  const record = ` path=${path}\n`;
  let length = record.length;
  while (`${length}${record}`.length !== length) length = `${length}${record}`.length;
  return { path: 'PaxHeader', type: 'x', body: `${length}${record}` };
}

function blocks({
  path,
  type = '0',
  body = '',
  link = '',
  mode = 0o644,
  size,
  prefix = '',
}: Entry): Buffer[] {
  const content = Buffer.from(body);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write(size ?? content.length.toString(8).padStart(11, '0'), 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar', 257);
  header.write('00', 263);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
