/** What puts a claim into tokens. */
export function mapper(
  name: string,
  protocolMapper: string,
  config: Readonly<Record<string, string>>,
): object {
  return { name, protocol: 'openid-connect', protocolMapper, config };
}
