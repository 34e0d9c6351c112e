import ipaddr from 'ipaddr.js';

const withPort = /^(?:\[(?<v6>[^\]]+)\](?::\d+)?|(?<v4>[\d.]+):\d+)$/;

/**
 * The address of the caller. Every proxy adds the one that it was called from to the end of
 * X-Forwarded-For, so that many entries from the end are believed as there are proxies of ours;
 * what stands before them was written by whoever called the first.
 */
export function callerAddress(
  socketAddress: string,
  forwardedFor: string | null,
  trustedProxyHops: number,
): string {
  let address = canonicalAddress(socketAddress) ?? socketAddress;
  if (trustedProxyHops === 0 || forwardedFor === null) return address;
  for (const entry of forwardedFor.split(',').slice(-trustedProxyHops).toReversed()) {
    const caller = canonicalAddress(entry.trim());
    if (caller === null) break;
    address = caller;
  }
  return address;
}

/** In one form for each address, an IPv4 address that is carried by IPv6 as itself; null: it is none. */
function canonicalAddress(text: string): string | null {
  const { v6, v4 } = withPort.exec(text)?.groups ?? {};
  const address = v6 ?? v4 ?? text;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).toString();
  if (!ipaddr.IPv6.isValid(address)) return null;
  return ipaddr.process(address).toString();
}

/** Whoever has an address of IPv6 has its whole /64, and is counted by it. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}
