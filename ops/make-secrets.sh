#!/bin/sh
# Makes every password once, at the first start, into the volume at /secrets. There is no default password.
# The volume is mounted, read-only, by the services of this file alone; its files are readable inside them because
# each runs as a user of its own.
set -eu
cd /secrets
if [ -e complete ]; then exit 0; fi
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
database=$(random)
broker=$(random)
grafana=$(random)
printf '%s' "$database" > postgres-password
printf '%s' "$grafana" > grafana-password
cat > rabbitmq.conf <<END
default_user = sillage
default_pass = $broker
END
cat > sillage.env <<END
DATABASE_URL=postgresql://sillage:$database@postgres:5432/sillage
RABBITMQ_URL=amqp://sillage:$broker@rabbitmq:5672
RABBITMQ_MANAGEMENT_URL=http://sillage:$broker@rabbitmq:15672
END
chmod 0444 postgres-password grafana-password rabbitmq.conf sillage.env
touch complete
