"""OpenStack Swift with its s3api as a server of tests: the proxy, account, container and object servers in one process.

server.py --data FOLDER [--port 0] [--user test:tester] [--secret testing] [--region us-east-1] [--atomic-conditions]

Writes "S3 listening on http://127.0.0.1:PORT" when it answers. What it stores is in FOLDER. The user is both the S3 access
key and the user of Swift's own interface (/auth/v1.0).

Swift does not decide conditions of uploads atomically (of six create-only uploads at once all succeed) and refuses
If-Match on uploads. With --atomic-conditions it is given what Amazon S3 has: the changes of one object take turns, and
If-Match is compared with the present ETag in the same turn.
"""

import argparse
import functools
import os
import signal
import sys
from collections import defaultdict
from contextlib import contextmanager

import eventlet

from swift.common import utils

utils.monkey_patch()

from eventlet import semaphore, wsgi  # noqa: E402 (only after the patching above)
from swift.common.http_protocol import SwiftHttpProtocol  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.storage_policy import reload_storage_policies  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

LOOPBACK = '127.0.0.1'

SWIFT_CONF = """
[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test

[storage-policy:0]
name = one
default = yes

# Amazon's limits where Swift's are narrower. The names of parts are longer than those of their objects.
[swift-constraints]
max_object_name_length = 1100
max_meta_value_length = 2048
max_meta_count = 200
max_header_size = 16384
"""

PROXY_CONF = """
[DEFAULT]
swift_dir = {etc}
log_level = ERROR
log_address = /dev/null

[pipeline:main]
pipeline = catch_errors gatekeeper cache bulk s3api tempauth copy slo dlo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:gatekeeper]
use = egg:swift#gatekeeper

[filter:cache]
paste.filter_factory = flixtube_swift:cache

[filter:bulk]
use = egg:swift#bulk

[filter:s3api]
use = egg:swift#s3api
location = {region}

[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin

[filter:copy]
use = egg:swift#copy

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo
"""


class MemoryCache:
    """What the proxy and tempauth ask of memcached."""

    def __init__(self):
        self._values = {}

    def get(self, key, *_, **__):
        return self._values.get(key)

    def set(self, key, value, *_, **__):
        self._values[key] = value

    def delete(self, key, *_, **__):
        self._values.pop(key, None)

    def incr(self, key, delta=1, *_, **__):
        self._values[key] = int(self._values.get(key) or 0) + delta
        return self._values[key]

    def decr(self, key, delta=1, *_, **__):
        return self.incr(key, -delta)

    def get_multi(self, keys, *_, **__):
        return [self._values.get(key) for key in keys]

    def set_multi(self, values, *_, **__):
        self._values.update(values)


def cache(_global_conf, **_):
    memory = MemoryCache()

    def add_to(app):
        def call(env, start_response):
            env['swift.cache'] = memory
            return app(env, start_response)
        return call
    return add_to


class Turns:
    """Lets the changes of one object happen one after another."""

    def __init__(self):
        self._locks = defaultdict(semaphore.Semaphore)
        self._users = defaultdict(int)

    @contextmanager
    def of(self, name):
        self._users[name] += 1
        try:
            with self._locks[name]:
                yield
        finally:
            self._users[name] -= 1
            if not self._users[name]:
                del self._locks[name], self._users[name]


def decide_conditions_atomically():
    """Gives s3api what it lacks: If-Match of uploads and deletes, and turns in which conditions hold to the end."""
    from swift.common.middleware.s3api.controllers.multi_upload import UploadController
    from swift.common.middleware.s3api.controllers.obj import ObjectController
    from swift.common.middleware.s3api.s3request import S3Request
    from swift.common.middleware.s3api.s3response import NoSuchKey, PreconditionFailed

    turns = Turns()

    def accept_header(validate):
        @functools.wraps(validate)
        def call(self):
            wanted = self.headers.pop('If-Match', None)
            validate(self)
            if wanted is not None:
                # The signature covers it, so it stays until that has been checked.
                self.headers['If-Match'] = wanted
        return call

    def in_turn(change):
        @functools.wraps(change)
        def call(self, req):
            with turns.of((req.container_name, req.object_name)):
                wanted = req.headers.pop('If-Match', None)
                if wanted is not None:
                    check(self, req, wanted.strip('"'))
                answer = change(self, req)
                if answer.app_iter is not None:
                    # The work of some answers is done while they are sent.
                    answer.app_iter = list(answer.app_iter)
                return answer
        return call

    def check(self, req, wanted):
        if_none_match = req.headers.pop('If-None-Match', None)
        present = req.get_response(self.app, 'HEAD').headers['ETag'].strip('"')
        if if_none_match is not None:
            req.headers['If-None-Match'] = if_none_match
        if present != wanted:
            raise PreconditionFailed()

    S3Request._validate_headers = accept_header(S3Request._validate_headers)
    ObjectController.PUT = in_turn(ObjectController.PUT)
    ObjectController.DELETE = in_turn(ObjectController.DELETE)
    UploadController.POST = in_turn(UploadController.POST)


class NoLog:
    def write(self, *_):
        pass

    def flush(self):
        pass


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True)
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--user', default='test:tester')
    parser.add_argument('--secret', default='testing')
    parser.add_argument('--region', default='us-east-1')
    parser.add_argument('--atomic-conditions', action='store_true')
    options = parser.parse_args()

    etc = os.path.abspath(os.path.join(options.data, 'etc'))
    node = os.path.abspath(os.path.join(options.data, 'node'))
    os.makedirs(etc, exist_ok=True)
    os.makedirs(os.path.join(node, 'disk'), exist_ok=True)
    write(os.path.join(etc, 'swift.conf'), SWIFT_CONF)
    utils.set_swift_dir(etc)
    reload_storage_policies()

    # Imported late: they read swift.conf.
    from swift.common import constraints
    constraints.reload_constraints()
    from swift.account.server import AccountController
    from swift.container.server import ContainerController
    from swift.obj.server import ObjectController

    controllers = {'object': ObjectController, 'container': ContainerController, 'account': AccountController}
    sockets = {name: eventlet.listen((LOOPBACK, 0), backlog=512) for name in controllers}
    sockets['proxy'] = eventlet.listen((LOOPBACK, options.port), backlog=512)
    ports = {name: socket.getsockname()[1] for name, socket in sockets.items()}
    for name in controllers:
        ring = RingBuilder(4, 1, 1)
        ring.add_dev({
            'region': 1, 'zone': 1, 'device': 'disk', 'weight': 1.0, 'meta': '',
            'ip': LOOPBACK, 'port': ports[name], 'replication_ip': LOOPBACK, 'replication_port': ports[name],
        })
        ring.rebalance()
        ring.get_ring().save(os.path.join(etc, name + '.ring.gz'))

    account, user = options.user.split(':')
    write(os.path.join(etc, 'proxy.conf'), PROXY_CONF.format(
        etc=etc, account=account, user=user, secret=options.secret, region=options.region))
    if options.atomic_conditions:
        decide_conditions_atomically()
    apps = {
        name: controller({
            'devices': node, 'mount_check': 'false', 'swift_dir': etc, 'bind_ip': LOOPBACK, 'bind_port': str(ports[name]),
            'log_level': 'ERROR', 'log_address': '/dev/null', 'fallocate_reserve': '0', 'workers': '0',
        })
        for name, controller in controllers.items()
    }
    apps['proxy'] = loadapp(os.path.join(etc, 'proxy.conf'))

    for name, socket in sockets.items():
        eventlet.spawn(
            wsgi.server, socket, apps[name], NoLog(), protocol=SwiftHttpProtocol, capitalize_response_headers=False,
            custom_pool=eventlet.GreenPool(512), log_output=False)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    print(f'S3 listening on http://{LOOPBACK}:{ports["proxy"]}', flush=True)
    while True:
        eventlet.sleep(3600)


if __name__ == '__main__':
    # The proxy's configuration names its filters by module.
    sys.modules['flixtube_swift'] = sys.modules['__main__']
    main()
