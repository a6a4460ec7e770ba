#!/usr/bin/python3
"""A MongoDB for tests: its wire protocol in front of mongomock, with users, TLS, a replica set of one, and fail points.

Needs Debian's python3-mongomock and python3-bson. It listens on the loopback address only, says "listening on HOST:PORT,
control at URL" when it can be connected to, and is killed when it is no longer wanted. Fail points, raw documents and the
counts of commands (serverStatus) can be had at the control's address too, see control.py.
"""
import argparse
import datetime
import socketserver
import ssl
import sys
import threading

from access import Session, User
from control import ControlServer
from database import Database
from failures import CommandError, ConnectionClosed, FailPoint
from wire import Messages, ProtocolError


class Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def setup(self):
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()
        self.session = Session(self.server.users)

    def handle(self):
        messages = Messages(self.rfile, self.wfile)
        try:
            while (request := messages.read()) is not None:
                self.server.count(request)
                try:
                    reply = self.server.fail_point.meet(request, lambda: self.run(request))
                except CommandError as e:
                    reply = e.reply
                messages.answer(request, reply)
        except (ConnectionClosed, ConnectionError, ProtocolError):
            pass  # The connection ends.

    def run(self, request):
        self.session.check(request)
        method = getattr(self, 'run_' + request.name.lower(), None)
        return method(request.document) if method else self.server.run(request)

    def run_hello(self, command):
        legacy = next(iter(command)).lower() == 'ismaster'
        now = datetime.datetime.now(datetime.timezone.utc)
        reply = {'helloOk': True, 'ismaster' if legacy else 'isWritablePrimary': True, 'maxBsonObjectSize': 16 << 20,
                 'maxMessageSizeBytes': 48_000_000, 'maxWriteBatchSize': 100_000, 'localTime': now,
                 'logicalSessionTimeoutMinutes': 30, 'minWireVersion': 0, 'maxWireVersion': 21, 'readOnly': False, 'ok': 1.0}
        if self.server.replica_set:
            me = '127.0.0.1:%d' % self.server.server_address[1]
            reply.update(setName=self.server.replica_set, setVersion=1, hosts=[me], me=me, primary=me, secondary=False)
        if 'saslSupportedMechs' in command:
            reply['saslSupportedMechs'] = ['SCRAM-SHA-256']
        if 'speculativeAuthenticate' in command and self.server.users:
            try:
                reply['speculativeAuthenticate'] = self.session.start(command['speculativeAuthenticate'])
            except CommandError:
                pass  # The client asks again in the ordinary way and hears why.
        return reply

    run_ismaster = run_hello

    def run_saslstart(self, command):
        return self.session.start(command)

    def run_saslcontinue(self, command):
        return self.session.proceed(command)

    def run_ping(self, command):
        return {'ok': 1.0}

    run_endsessions = run_ping

    def run_buildinfo(self, command):
        return {'version': '7.0.0', 'versionArray': [7, 0, 0, 0], 'maxBsonObjectSize': 16 << 20, 'ok': 1.0}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, request_queue_size = True, True, 128

    def __init__(self, port, database, users, tls, replica_set):
        self.database, self.users, self.tls, self.replica_set = database, users, tls, replica_set
        self.fail_point, self.lock, self.counts = FailPoint(), threading.Lock(), {}
        super().__init__(('127.0.0.1', port), Connection)

    def run(self, request):
        """What needs no connection."""
        name = request.name.lower()
        if name == 'configurefailpoint':
            return self.fail_point.configure(request.document)
        if name == 'serverstatus':  # How many commands of each name came, as mongod counts them.
            with self.lock:
                return {'metrics': {'commands': {name: {'total': total} for name, total in self.counts.items()}}, 'ok': 1.0}
        return self.database.run(request)

    def count(self, request):
        with self.lock:
            self.counts[request.name] = self.counts.get(request.name, 0) + 1

    def handle_error(self, request, address):
        if not isinstance(sys.exc_info()[1], OSError):  # Clients hang up, also in the middle of a TLS handshake.
            super().handle_error(request, address)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--port', type=int, default=0, help='a free one when not given')
    parser.add_argument('--data', metavar='FILE', help='keeps the data from one start to the next')
    parser.add_argument('--user', metavar='NAME:PASSWORD:ROLE', action='append', default=[], help='from now on only users are served')
    parser.add_argument('--tls', metavar='PEM', help='certificate and key')
    parser.add_argument('--replica-set', metavar='NAME', help='say that this is the primary of a replica set')
    arguments = parser.parse_args()

    tls = None
    if arguments.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(arguments.tls)
    users = {name: User(name, password, role) for name, password, role in (user.split(':') for user in arguments.user)}

    with Server(arguments.port, Database(arguments.data), users, tls, arguments.replica_set) as server:
        control = ControlServer(server.run)
        threading.Thread(target=control.serve_forever, daemon=True).start()
        print('listening on 127.0.0.1:%d, control at %s' % (server.server_address[1], control.address), flush=True)
        server.serve_forever()


if __name__ == '__main__':
    main()
