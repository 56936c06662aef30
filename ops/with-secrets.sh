#!/bin/sh
# Starts a program of the image. Addresses that hold passwords come from a file (SILLAGE_SECRETS_FILE), because an
# environment variable of a container can be read by everybody who may list containers.
set -eu
if [ -n "${SILLAGE_SECRETS_FILE:-}" ]; then
  set -a
  . "$SILLAGE_SECRETS_FILE"
  set +a
fi
exec node --enable-source-maps "$@"
