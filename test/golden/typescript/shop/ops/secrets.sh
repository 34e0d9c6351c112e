#!/bin/sh
# Makes the secrets of compose.yaml under .secrets/ (ignored by git), each once: sh ops/secrets.sh
# To rotate all of them: docker compose down --volumes, remove .secrets/, run this again.
set -eu
cd "$(dirname "$0")/.."

# The folder is closed to others on this machine; the files in it must be open to the users of the
# containers, because compose mounts them as they are.
umask 022
mkdir -p .secrets
chmod 700 .secrets
cd .secrets

random() {
  openssl rand -hex 24
}

# write <name>: keeps what is there, otherwise stores standard input.
write() {
  if [ -e "$1" ]; then
    cat > /dev/null
  else
    cat > "$1.new"
    mv "$1.new" "$1"
  fi
}

for name in postgres_password owner_password app_password redis_password keycloak_password developer_password grafana_password; do
  random | tr -d '\n' | write "$name"
done

printf 'postgresql://shop_migrator:%s@postgres:5432/shop' "$(cat owner_password)" | write migration_database_url
printf 'postgresql://shop_app:%s@postgres:5432/shop' "$(cat app_password)" | write database_url
printf 'user default on >%s ~* &* +@all\n' "$(cat redis_password)" | write redis_acl
printf 'redis://default:%s@redis:6379' "$(cat redis_password)" | write redis_url

# What browsers' sessions are sealed with: 32 bytes a line, the first seals and all of them open.
openssl rand -base64 32 | write session_key

# Every client of the identity provider proves who it is by a key of its own (private_key_jwt). The
# services publish the public half themselves.
client_key() {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2> /dev/null | write "$1_client_key"
}
client_key api

if [ ! -e cli_key ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=shop' \
    -keyout cli_key.new -out cli_certificate.new 2> /dev/null
  mv cli_certificate.new cli_certificate
  mv cli_key.new cli_key
fi
