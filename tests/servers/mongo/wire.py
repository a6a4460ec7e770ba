"""MongoDB's wire protocol: messages in, messages out."""
import itertools
import struct

import bson
from bson.codec_options import CodecOptions

OPTIONS = CodecOptions(document_class=dict)
HEADER = struct.Struct('<iiii')
OP_REPLY, OP_QUERY, OP_MSG = 1, 2004, 2013
CHECKSUM_PRESENT, MORE_TO_COME = 1, 2
LONGEST_MESSAGE = 48_000_000


class ProtocolError(Exception):
    """The peer does not speak the protocol; the connection is of no more use."""


class Request:
    """One command: its document, in which the sequences that came beside it are put in their places."""

    def __init__(self, number, legacy, reply_wanted, document):
        self.number, self.legacy, self.reply_wanted, self.document = number, legacy, reply_wanted, document
        self.name = next(iter(document), '')
        self.database = document.get('$db', 'admin')


class Messages:
    """The messages of one connection."""

    def __init__(self, stream_in, stream_out):
        self.stream_in, self.stream_out, self.numbers = stream_in, stream_out, itertools.count(1)

    def read(self):
        """The next request, or None when the client has hung up."""
        header = self.stream_in.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        size, number, _, operation = HEADER.unpack(header)
        if not HEADER.size <= size <= LONGEST_MESSAGE:
            raise ProtocolError('a message of %d bytes' % size)
        body = self.stream_in.read(size - HEADER.size)
        if operation == OP_MSG:
            return self._message(number, body)
        if operation == OP_QUERY:
            return self._query(number, body)
        raise ProtocolError('operation %d' % operation)

    def answer(self, request, document):
        if not request.reply_wanted:
            return
        reply = bson.encode(document, codec_options=OPTIONS)
        if request.legacy:
            operation, body = OP_REPLY, struct.pack('<iqii', 8, 0, 0, 1) + reply
        else:
            operation, body = OP_MSG, struct.pack('<ib', 0, 0) + reply
        self.stream_out.write(HEADER.pack(HEADER.size + len(body), next(self.numbers), request.number, operation) + body)

    @staticmethod
    def _message(number, body):
        flags, = struct.unpack_from('<I', body)
        end = len(body) - (4 if flags & CHECKSUM_PRESENT else 0)
        document, sequences, at = {}, {}, 4
        while at < end:
            kind, (size,) = body[at], struct.unpack_from('<i', body, at + 1)
            section = body[at + 1:at + 1 + size]
            at += 1 + size
            if kind == 0:
                document = bson.decode(section, OPTIONS)
            else:
                name, rows = section[4:].split(b'\0', 1)
                sequences[name.decode()] = bson.decode_all(rows, OPTIONS)
        return Request(number, False, not flags & MORE_TO_COME, {**document, **sequences})

    @staticmethod
    def _query(number, body):
        """The first hello of older clients."""
        end = body.index(b'\0', 4)
        size, = struct.unpack_from('<i', body, end + 9)
        return Request(number, True, True, bson.decode(body[end + 9:end + 9 + size], OPTIONS))
