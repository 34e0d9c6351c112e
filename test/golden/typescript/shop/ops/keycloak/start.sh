#!/bin/bash
# Keycloak takes its own password from the environment only; the realm and its users name what is
# filled in by variable.
set -eu

export KC_BOOTSTRAP_ADMIN_USERNAME=admin
KC_BOOTSTRAP_ADMIN_PASSWORD=$(< /run/secrets/keycloak_password)
export KC_BOOTSTRAP_ADMIN_PASSWORD

certificate=$(< /run/secrets/cli_certificate)
certificate=${certificate#*-----BEGIN CERTIFICATE-----}
certificate=${certificate%-----END CERTIFICATE-----*}
export CLI_CERTIFICATE=${certificate//$'\n'/}

DEVELOPER_PASSWORD=$(< /run/secrets/developer_password)
export DEVELOPER_PASSWORD

exec /opt/keycloak/bin/kc.sh start-dev --import-realm
