// Who calls the toy, by the contract: keys from the provider, and access tokens as RFC 9068 has them.
import { createHmac, createPublicKey, verify } from 'node:crypto';

const longestDocument = 1024 * 1024;
const nameForm = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,255}$/u;

/** `sabotage` is the one way in which it is wrong. */
export function createIdentity({ issuer, audience, sabotage, Problem }) {
  let keys = [];
  let asked = [];
  let underWay;

  async function document(address) {
    const options = { redirect: 'error', signal: AbortSignal.timeout(4000) };
    const text = await (await fetch(address, options)).text();
    if (text.length > longestDocument) throw new Error('too long');
    return JSON.parse(text);
  }
  async function load() {
    const metadata = await document(`${issuer}/.well-known/openid-configuration`);
    if (metadata.issuer !== issuer) throw new Error('another issuer');
    const set = await document(metadata.jwks_uri);
    if (!Array.isArray(set.keys)) throw new Error('no key set');
    keys = set.keys;
  }
  const loadOnce = () => (underWay ??= load().finally(() => (underWay = undefined)));
  /** For a key that nobody knows: twice in 30 s. */
  async function reload() {
    asked = asked.filter((at) => at > Date.now() - 30_000);
    if (!underWay && asked.length >= 2 && sabotage !== 'flood') return;
    if (!underWay) asked.push(Date.now());
    await loadOnce().catch(() => {});
  }

  const refuse = () =>
    new Problem(401, 'invalid-token', {
      headers: {
        'WWW-Authenticate': sabotage === 'challenge' ? 'Bearer' : 'Bearer error="invalid_token"',
      },
    });

  async function keyOf(header) {
    if (sabotage === 'jwk' && header.jwk) return header.jwk;
    if (sabotage === 'jku' && header.jku) {
      return (await document(header.jku).catch(() => ({ keys: [] }))).keys[0];
    }
    const type = header.alg === 'RS256' ? 'RSA' : 'EC';
    const fitting = () =>
      keys.filter(
        ({ kty, crv, kid, alg = header.alg, use = 'sig', key_ops = ['verify'] }) =>
          kty === type &&
          (type === 'RSA' || crv === 'P-256') &&
          (header.kid === undefined || header.kid === kid) &&
          (alg === header.alg || sabotage === 'key-algorithm') &&
          (use === 'sig' || sabotage === 'key-use') &&
          key_ops.includes('verify'),
      );
    if (fitting().length === 0) await reload();
    const found = fitting();
    return found.length === 1 || sabotage === 'key-doubled' ? found[0] : undefined;
  }

  function isSigned(header, jwk, input, signature) {
    if (sabotage === 'signature') return true;
    if (sabotage === 'alg-none' && /^none$/i.test(header.alg)) return signature.length === 0;
    if (sabotage === 'hs256' && header.alg === 'HS256') {
      const key = createPublicKey({
        key: keys.find(({ kid }) => kid === header.kid),
        format: 'jwk',
      });
      const secret = key.export({ type: 'spki', format: 'pem' });
      return createHmac('sha256', secret).update(input).digest().equals(signature);
    }
    if (!['RS256', 'ES256'].includes(header.alg)) return false;
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const { modulusLength = 2048 } = key.asymmetricKeyDetails;
    if (modulusLength < 2048 && sabotage !== 'key-weak') return false;
    return verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, signature);
  }

  function isFor(header, claims) {
    const now = Date.now() / 1000;
    const { iss, aud, exp, iat, nbf = 0, sub, client_id: client, jti } = claims;
    const rules = {
      type: /^(application\/)?at\+jwt$/i.test(header.typ) && typeof header.typ === 'string',
      crit: header.crit === undefined,
      issuer: iss === issuer,
      audience: aud === audience || (Array.isArray(aud) && aud.includes(audience)),
      expiry: typeof exp === 'number' && exp > now - 30,
      lifetime: exp > iat && exp - iat <= 900,
      future: typeof iat === 'number' && iat < now + 30,
      start: typeof nbf === 'number' && nbf < now + 30,
      subject: [sub, client, jti].every((name) => typeof name === 'string' && nameForm.test(name)),
    };
    return Object.entries(rules).every(([rule, holds]) => holds || sabotage === rule);
  }

  async function claimsOf(token) {
    if (token.length > 8192) throw refuse();
    if (keys.length === 0) {
      throw new Problem(503, 'unavailable', { headers: { 'Retry-After': '5' } });
    }
    let claims;
    try {
      const parts = token.split('.');
      if (parts.length !== 3) throw new Error('not three parts');
      const [header, payload] = parts.slice(0, 2).map((part) => {
        const value = JSON.parse(Buffer.from(part, 'base64url'));
        if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error();
        return value;
      });
      const jwk = ['RS256', 'ES256'].includes(header.alg) ? await keyOf(header) : undefined;
      const signature = Buffer.from(parts[2], 'base64url');
      const signed = isSigned(header, jwk, `${parts[0]}.${parts[1]}`, signature);
      if (signed && isFor(header, payload)) claims = payload;
    } catch {
      // Whatever it was, it was no token.
    }
    if (!claims) throw refuse();
    return claims;
  }

  function tokenOf(request) {
    const lines = request.rawHeaders.filter(
      (_, i, all) => i % 2 === 0 && /^authorization$/i.test(all[i]),
    );
    if (lines.length > 1 && sabotage !== 'two-headers') {
      throw new Problem(400, 'ambiguous-credentials');
    }
    const query = new URL(request.url, 'http://x').searchParams.get('access_token');
    if (sabotage === 'query' && query) return query;
    const value = request.headers.authorization ?? '';
    if (!/^bearer(\s|$)/i.test(value)) {
      throw new Problem(401, 'unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
    }
    const token = /^bearer +([\w.~+/=-]+) *$/i.exec(value)?.[1];
    if (!token) throw refuse();
    return token;
  }

  return {
    ready: () => keys.length > 0 || sabotage === 'cold',
    /** Until there are keys, again and again. */
    async start() {
      await loadOnce().catch(() => {});
      if (keys.length === 0) setTimeout(() => void this.start(), 300);
    },
    /** The subject; throws where it may not. */
    async authenticate(request, scope) {
      const named = request.headers['x-user-id'];
      if (sabotage === 'named' && named) return named;
      const claims = await claimsOf(tokenOf(request));
      const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
      const allowed =
        sabotage === 'scope' ||
        (sabotage === 'scope-within'
          ? String(claims.scope).includes(scope)
          : scopes.includes(scope));
      if (!allowed) {
        throw new Problem(403, 'insufficient-scope', {
          headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
        });
      }
      return claims.sub;
    },
  };
}
