const ownPath = /^\/(?![/\\])/;
const forbidden = /[\\\p{Cc}]/u;
const longest = 2048;
const mostEncodings = 4;

/**
 * Where a browser goes after it signed in: an address of our own, or null. However often it is
 * decoded on its way it stays one, and never `//elsewhere`, `/\elsewhere` or `https:elsewhere`.
 */
export function returnAddress(path: string, origin: string): string | null {
  if (path.length > longest || !staysOwn(path)) return null;
  const address = new URL(path, origin);
  return address.origin === origin && ownPath.test(address.pathname) ? address.href : null;
}

function staysOwn(path: string): boolean {
  let decoded = path;
  for (let round = 0; round <= mostEncodings; round += 1) {
    if (!ownPath.test(decoded) || forbidden.test(decoded)) return false;
    const next = decode(decoded);
    if (next === null) return false;
    if (next === decoded) return true;
    decoded = next;
  }
  return false;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
