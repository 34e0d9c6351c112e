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

for name in postgres_password owner_password app_password redis_password keycloak_password grafana_password; do
  random | tr -d '\n' | write "$name"
done

printf 'postgresql://shop_owner:%s@postgres:5432/shop' "$(cat owner_password)" | write migration_database_url
printf 'postgresql://shop_app:%s@postgres:5432/shop' "$(cat app_password)" | write database_url
printf 'user default on >%s ~* &* +@all\n' "$(cat redis_password)" | write redis_acl
printf 'redis://default:%s@redis:6379' "$(cat redis_password)" | write redis_url

# The clients of the identity provider prove who they are by this key (private_key_jwt).
if [ ! -e client_key ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=shop' \
    -keyout client_key.new -out client_certificate.new 2> /dev/null
  mv client_certificate.new client_certificate
  mv client_key.new client_key
fi
