#!/bin/sh
# Prints an access token of the identity provider in compose.yaml, for calls by hand:
#   sh ops/token.sh catalog:read catalog:write
set -eu
cd "$(dirname "$0")/.."

issuer=http://keycloak:8180/realms/shop
client=shop-cli

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

now=$(date +%s)
header=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%d,"exp":%d}' \
  "$client" "$client" "$issuer" "$(openssl rand -hex 16)" "$now" "$((now + 60))" | base64url)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign .secrets/cli_key -binary | base64url)

answer=$(curl --silent --show-error --fail-with-body --resolve keycloak:8180:127.0.0.1 \
  "$issuer/protocol/openid-connect/token" \
  --data-urlencode grant_type=client_credentials \
  --data-urlencode "client_id=$client" \
  --data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
  --data-urlencode "client_assertion=$header.$claims.$signature" \
  --data-urlencode "scope=$*") || {
  printf '%s\n' "$answer" >&2
  exit 1
}
printf '%s\n' "$answer" | sed -E 's/.*"access_token":"([^"]+)".*/\1/'
