import { isIPv4 } from 'node:net';

/** Whether what is sent to this host never leaves the machine, or the pod that a sidecar shares. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.+)\]$/, '$1').toLowerCase();
  const isUnixSocket = bare.startsWith('/') || bare.startsWith('%2f');
  return (
    isUnixSocket ||
    bare === 'localhost' ||
    bare === '::1' ||
    (isIPv4(bare) && bare.startsWith('127.'))
  );
}
