"""Errors as MongoDB words them, and the fail points by which a test asks for them."""
import threading
import time

NAMES = {2: 'BadValue', 11: 'UserNotFound', 13: 'Unauthorized', 18: 'AuthenticationFailed', 26: 'NamespaceNotFound',
         27: 'IndexNotFound', 43: 'CursorNotFound', 50: 'MaxTimeMSExpired', 59: 'CommandNotFound', 85: 'IndexOptionsConflict',
         91: 'ShutdownInProgress', 189: 'PrimarySteppedDown', 238: 'NotImplemented', 10107: 'NotWritablePrimary',
         11000: 'DuplicateKey', 13435: 'NotPrimaryNoSecondaryOk'}


class CommandError(Exception):
    """A command that failed."""

    def __init__(self, code, message, labels=()):
        super().__init__(message)
        self.reply = {'ok': 0.0, 'errmsg': message, 'code': code, 'codeName': NAMES.get(code, 'Error%d' % code)}
        if labels:
            self.reply['errorLabels'] = list(labels)


class ConnectionClosed(Exception):
    """The fail point wants the connection closed without an answer."""


class FailPoint:
    """mongod's configureFailPoint of 'failCommand', as its own tests and those of all drivers use it."""

    def __init__(self):
        self.lock, self.times, self.skip, self.data = threading.Lock(), 0, 0, {}

    def configure(self, command):
        mode = command['mode']
        with self.lock:
            self.data = command.get('data', {})
            self.times = {'off': 0, 'alwaysOn': float('inf')}[mode] if isinstance(mode, str) else mode.get('times', float('inf'))
            self.skip = 0 if isinstance(mode, str) else mode.get('skip', 0)
        return {'ok': 1.0}

    def meet(self, request, work):
        """Does the work of a command, or fails as configured. With errors after the work (ours alone), it is done first."""
        data = self._next(request.name)
        if data is None:
            return work()
        if data.get('blockConnection'):
            blocked, limit = data['blockTimeMS'], request.document.get('maxTimeMS') or float('inf')
            time.sleep(min(blocked, limit) / 1000)
            if limit < blocked:
                raise CommandError(50, 'operation exceeded time limit')
        if data.get('flixtubeAfterwards'):
            work()
        if data.get('closeConnection'):
            raise ConnectionClosed
        if 'errorCode' in data:
            raise CommandError(data['errorCode'], "Failing command via 'failCommand' failpoint", data.get('errorLabels', ()))
        return work()

    def _next(self, name):
        with self.lock:
            if self.times <= 0 or name not in self.data.get('failCommands', ()):
                return None
            if self.skip > 0:
                self.skip -= 1
                return None
            self.times -= 1
            return self.data
