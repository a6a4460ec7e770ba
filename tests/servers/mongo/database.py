"""The data, by mongomock, behind MongoDB's commands."""
import itertools
import os
import threading

import bson
import mongomock
from bson import Int64, ObjectId

from failures import CommandError
from wire import OPTIONS

FIRST_BATCH, LARGEST_REPLY = 101, 16 << 20
MUTATIONS = {'insert', 'update', 'delete', 'findandmodify', 'create', 'drop', 'dropdatabase', 'createindexes', 'dropindexes'}


class Database:
    """Runs commands one after the other. Those that change something are kept in a file, from which the next start makes the data again."""

    def __init__(self, path=None):
        mongomock.Collection._iter_documents = _documents(mongomock.Collection._iter_documents)
        self.client, self.lock = mongomock.MongoClient(), threading.RLock()
        self.cursors, self.cursor_ids = {}, itertools.count(1)
        self.journal = None
        if path:
            if os.path.exists(path):
                with open(path, 'rb') as kept:
                    for entry in bson.decode_file_iter(kept, OPTIONS):
                        self._do(entry['database'], entry['command'])
            self.journal = open(path, 'ab', buffering=0)

    def run(self, request):
        with self.lock:
            reply = self._do(request.database, request.document)
            if self.journal and request.name.lower() in MUTATIONS:
                self.journal.write(bson.encode({'database': request.database, 'command': request.document}, codec_options=OPTIONS))
            return reply

    def _do(self, database, command):
        name = next(iter(command))
        method = getattr(self, 'do_' + name.lower(), None)
        if method is None:
            raise CommandError(59, "no such command: '%s'" % name)
        try:
            return {**method(self.client[database], command, command[name]), 'ok': 1.0}
        except NotImplementedError as e:
            raise CommandError(238, 'the test server cannot: %s' % e)
        except mongomock.DuplicateKeyError as e:
            raise CommandError(11000, str(e))
        except mongomock.OperationFailure as e:
            raise CommandError(e.code or 2, str(e))
        except (TypeError, ValueError, KeyError) as e:
            raise CommandError(2, '%s: %s' % (type(e).__name__, e))

    # Reading

    def do_find(self, db, command, name):
        found = db[name].find(
            command.get('filter') or {}, command.get('projection') or None, skip=command.get('skip', 0),
            limit=abs(command.get('limit', 0)), sort=list((command.get('sort') or {}).items()) or None)
        found = ({'_id': x['_id'], **x} if '_id' in x else x for x in found)  # mongod keeps _id first.
        return self._batch('%s.%s' % (db.name, name), found, command, 'firstBatch', command.get('batchSize', FIRST_BATCH))

    def do_aggregate(self, db, command, name):
        found = db[name].aggregate(command['pipeline'])
        return self._batch('%s.%s' % (db.name, name), found, command, 'firstBatch', command['cursor'].get('batchSize', FIRST_BATCH))

    def do_getmore(self, db, command, cursor):
        if cursor not in self.cursors:
            raise CommandError(43, 'cursor id %d not found' % cursor)
        namespace, rest = self.cursors.pop(cursor)
        return self._batch(namespace, rest, command, 'nextBatch', command.get('batchSize') or None, cursor)

    def do_killcursors(self, db, command, name):
        killed = [cursor for cursor in command['cursors'] if self.cursors.pop(cursor, None)]
        return {'cursorsKilled': killed, 'cursorsNotFound': [c for c in command['cursors'] if c not in killed],
                'cursorsAlive': [], 'cursorsUnknown': []}

    def do_count(self, db, command, name):
        return {'n': db[name].count_documents(command.get('query') or {})}

    def do_distinct(self, db, command, name):
        return {'values': db[name].distinct(command['key'], command.get('query') or {})}

    def _batch(self, namespace, documents, command, key, size, cursor=None):
        documents, batch, room = iter(documents), [], LARGEST_REPLY
        for document in itertools.islice(documents, size):
            room -= len(bson.encode(document))
            if room < 0 and batch:
                documents = itertools.chain([document], documents)
                break
            batch.append(document)
        rest = list(documents)
        if rest and not command.get('singleBatch'):
            cursor = cursor or next(self.cursor_ids)
            self.cursors[cursor] = (namespace, rest)
        else:
            cursor = 0
        return {'cursor': {'id': Int64(cursor), 'ns': namespace, key: batch}}

    # Writing

    def do_insert(self, db, command, name):
        def insert(document):
            db[name].insert_one({'_id': document.get('_id', ObjectId()), **document})
            return 1
        return self._each(command, 'documents', insert)

    def do_delete(self, db, command, name):
        def delete(item):
            remove = db[name].delete_one if item['limit'] else db[name].delete_many
            return remove(item['q']).deleted_count
        return self._each(command, 'deletes', delete)

    def do_update(self, db, command, name):
        modified, upserted = [0], []

        def update(item):
            operators = next(iter(item['u']), '').startswith('$')
            change = db[name].replace_one if not operators else db[name].update_many if item.get('multi') else db[name].update_one
            result = change(item['q'], item['u'], upsert=item.get('upsert', False))
            modified[0] += result.modified_count or 0
            if result.upserted_id is not None:
                upserted.append({'index': command['updates'].index(item), '_id': result.upserted_id})
            return result.matched_count + (result.upserted_id is not None)
        reply = self._each(command, 'updates', update)
        return {**reply, 'nModified': modified[0], **({'upserted': upserted} if upserted else {})}

    def do_findandmodify(self, db, command, name):
        collection, query = db[name], command.get('query') or {}
        options = {'sort': list((command.get('sort') or {}).items()) or None, 'projection': command.get('fields') or None}
        if command.get('remove'):
            value = collection.find_one_and_delete(query, **options)
            return {'value': value, 'lastErrorObject': {'n': int(value is not None)}}
        known = {document['_id'] for document in collection.find(query, {'_id': 1})}
        operators = next(iter(command['update']), '').startswith('$')
        change = collection.find_one_and_update if operators else collection.find_one_and_replace
        value = change(query, command['update'], upsert=command.get('upsert', False), return_document=bool(command.get('new')), **options)
        last = {'n': int(bool(known)), 'updatedExisting': bool(known)}
        if not known and command.get('upsert'):
            last.update(n=1, upserted=query.get('_id') if value is None else value['_id'])
        return {'value': value, 'lastErrorObject': last}

    @staticmethod
    def _each(command, items, step):
        count, errors = 0, []
        for index, item in enumerate(command[items]):
            try:
                count += step(item)
            except mongomock.OperationFailure as e:  # A duplicate key is one too.
                errors.append({'index': index, 'code': e.code or 2, 'errmsg': str(e)})
                if command.get('ordered', True):
                    break
        return {'n': count, **({'writeErrors': errors} if errors else {})}

    # Collections and indexes

    def do_create(self, db, command, name):
        db.create_collection(name)
        return {}

    def do_drop(self, db, command, name):
        if name not in db.list_collection_names():
            raise CommandError(26, 'ns not found')
        db.drop_collection(name)
        return {}

    def do_dropdatabase(self, db, command, _):
        self.client.drop_database(db.name)
        return {'dropped': db.name}

    def do_listdatabases(self, db, command, _):
        return {'databases': [{'name': name} for name in self.client.list_database_names()]}

    def do_listcollections(self, db, command, _):
        wanted = (command.get('filter') or {}).get('name')
        found = [{'name': name, 'type': 'collection', 'options': {}} for name in sorted(db.list_collection_names()) if wanted in (None, name)]
        return self._batch(db.name + '.$cmd.listCollections', found, command, 'firstBatch', None)

    def do_createindexes(self, db, command, name):
        known = db[name].index_information()
        for index in command['indexes']:
            keys = list(index['key'].items())
            options = {key: index[key] for key in ('unique', 'sparse', 'partialFilterExpression') if key in index}
            for other_name, other in known.items():
                if other['key'] == keys and (other_name != index['name'] or bool(other.get('unique')) != bool(options.get('unique'))):
                    raise CommandError(85 if other_name != index['name'] else 86, 'An equivalent index already exists with other options: %s' % other_name)
            db[name].create_index(keys, name=index['name'], **options)
        return {'numIndexesBefore': len(known) or 1, 'numIndexesAfter': len(db[name].index_information())}

    def do_listindexes(self, db, command, name):
        if name not in db.list_collection_names():
            raise CommandError(26, 'ns does not exist: %s.%s' % (db.name, name))
        known = {'_id_': {'key': [('_id', 1)]}, **db[name].index_information()}
        found = [{**index, 'v': 2, 'name': name, 'key': dict(index['key'])} for name, index in known.items()]
        return self._batch('%s.%s' % (db.name, name), found, command, 'firstBatch', None)

    def do_dropindexes(self, db, command, name):
        if command['index'] == '*':
            db[name].drop_indexes()
        elif command['index'] not in db[name].index_information():
            raise CommandError(27, 'index not found with name [%s]' % command['index'])
        else:
            db[name].drop_index(command['index'])
        return {}


def _documents(scan):
    """mongomock looks through all documents for an _id; it has a dictionary of them."""
    def documents(collection, query):
        key = query.get('_id') if isinstance(query, dict) else None
        if not isinstance(key, (ObjectId, str, int)):
            return scan(collection, query)
        store = collection._store
        found = [store[key]] if key in store else []
        return (x for x in found if mongomock.filtering.filter_applies(query, x))
    return documents
