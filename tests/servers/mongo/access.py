"""Who may do what: users with passwords and roles, and the server's half of SCRAM-SHA-256."""
import base64
import hashlib
import hmac
import os

from bson import Binary

from failures import CommandError

READ = {'find', 'getmore', 'killcursors', 'count', 'aggregate', 'distinct', 'listindexes', 'listcollections', 'listdatabases'}
WRITE = {'insert', 'update', 'delete', 'findandmodify'}
MANAGE = {'create', 'drop', 'dropdatabase', 'createindexes', 'dropindexes'}
ROLES = {'none': set(), 'read': READ, 'write': READ | WRITE, 'readWrite': READ | WRITE | MANAGE}
FOR_EVERYBODY = {'hello', 'ismaster', 'ping', 'buildinfo', 'saslstart', 'saslcontinue', 'endsessions', 'configurefailpoint', 'serverstatus'}


class User:
    def __init__(self, name, password, role):
        self.name, self.commands, self.iterations, self.salt = name, ROLES[role], 4096, os.urandom(28)
        salted = hashlib.pbkdf2_hmac('sha256', password.encode(), self.salt, self.iterations)
        self.stored_key = hashlib.sha256(hmac.digest(salted, b'Client Key', 'sha256')).digest()
        self.server_key = hmac.digest(salted, b'Server Key', 'sha256')


class Session:
    """What one connection has shown about its user. With no users at all everybody may do everything."""

    def __init__(self, users):
        self.users, self.user, self.claimed = users, None, None

    def check(self, request):
        name = request.name.lower()
        if not self.users or name in FOR_EVERYBODY:
            return
        if self.user is None:
            raise CommandError(13, 'command %s requires authentication' % request.name)
        if name not in self.user.commands:
            raise CommandError(13, 'not authorized on %s to execute command %s' % (request.database, request.name))

    def start(self, command):
        """The client's first message: its name and nonce. Ours: the nonce made longer, salt, iterations."""
        if command['mechanism'] != 'SCRAM-SHA-256':
            raise CommandError(18, 'Authentication failed.')
        bare = bytes(command['payload']).decode().split(',', 2)[2]
        fields = dict(field.split('=', 1) for field in bare.split(','))
        self.claimed = self.users.get(fields['n'].replace('=2C', ',').replace('=3D', '='))
        if self.claimed is None:
            raise CommandError(18, 'Authentication failed.')
        self.nonce = fields['r'] + base64.b64encode(os.urandom(18)).decode()
        self.short = command.get('options', {}).get('skipEmptyExchange', False)
        reply = 'r=%s,s=%s,i=%d' % (self.nonce, base64.b64encode(self.claimed.salt).decode(), self.claimed.iterations)
        self.exchanged = bare + ',' + reply
        return self._reply(False, reply.encode())

    def proceed(self, command):
        """The client's proof that it knows the password, and ours that we know its keys."""
        if self.user is not None:  # The empty exchange that ends it for older clients.
            return self._reply(True, b'')
        without_proof, proof = bytes(command['payload']).decode().rsplit(',p=', 1)
        exchanged = (self.exchanged + ',' + without_proof).encode()
        signature = hmac.digest(self.claimed.stored_key, exchanged, 'sha256')
        client_key = bytes(a ^ b for a, b in zip(base64.b64decode(proof), signature))
        if ',r=' + self.nonce not in ',' + without_proof or \
                not hmac.compare_digest(hashlib.sha256(client_key).digest(), self.claimed.stored_key):
            raise CommandError(18, 'Authentication failed.')
        self.user = self.claimed
        return self._reply(self.short, b'v=' + base64.b64encode(hmac.digest(self.user.server_key, exchanged, 'sha256')))

    @staticmethod
    def _reply(done, payload):
        return {'conversationId': 1, 'done': done, 'payload': Binary(payload), 'ok': 1.0}
