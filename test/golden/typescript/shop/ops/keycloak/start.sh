#!/bin/bash
# Keycloak takes these two from its environment only; the realm names the certificate by variable.
set -eu

export KC_BOOTSTRAP_ADMIN_USERNAME=admin
KC_BOOTSTRAP_ADMIN_PASSWORD=$(< /run/secrets/keycloak_password)
export KC_BOOTSTRAP_ADMIN_PASSWORD

certificate=$(< /run/secrets/client_certificate)
certificate=${certificate#*-----BEGIN CERTIFICATE-----}
certificate=${certificate%-----END CERTIFICATE-----*}
export CLIENT_CERTIFICATE=${certificate//$'\n'/}

exec /opt/keycloak/bin/kc.sh start-dev --import-realm
