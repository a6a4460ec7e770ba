#!/bin/sh
# Installs RabbitMQ. The tests start servers of their own: the one that Debian's package would start is not wanted.
set -eu
dpkg-query -W -f '${Status}' rabbitmq-server 2>/dev/null | grep -q '^install ok installed$' && exit 0
policy=/usr/sbin/policy-rc.d
if [ "$(id -u)" -eq 0 ] && [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
"$(dirname "$(readlink -f "$0")")/../install.sh" rabbitmq-server
