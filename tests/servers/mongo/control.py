"""The same commands over HTTP, in MongoDB's Extended JSON and without signing in: for tests that speak no BSON."""
import http.server

from bson import json_util

from failures import CommandError
from wire import OPTIONS, Request

JSON = json_util.JSONOptions(json_mode=json_util.JSONMode.RELAXED, document_class=OPTIONS.document_class, tz_aware=False)


class Control(http.server.BaseHTTPRequestHandler):
    """POST /DATABASE with a command; the reply is the answer, whether it is a success or not."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def do_POST(self):
        command = json_util.loads(self.rfile.read(int(self.headers['Content-Length'])), json_options=JSON)
        request = Request(0, False, True, {**command, '$db': self.path.strip('/')})
        try:
            reply = self.server.run(request)
        except CommandError as e:
            reply = e.reply
        body = json_util.dumps(reply, json_options=JSON).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class ControlServer(http.server.ThreadingHTTPServer):
    request_queue_size = 128

    def __init__(self, run):
        self.run = run
        super().__init__(('127.0.0.1', 0), Control)

    @property
    def address(self):
        return 'http://127.0.0.1:%d/' % self.server_address[1]
