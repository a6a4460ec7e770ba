"use strict";
// The emulator's object layer with what the service does beside it: preconditions, generations that always grow, names
// that are not tidied up like file names, listings in order of UTF-8.
const library = "firebase-tools/lib/emulator";
const { StorageLayer } = require(`${library}/storage/files`);
const { StoredFileMetadata } = require(`${library}/storage/metadata`);
const { getAdminOnlyFirebaseRulesValidator } = require(`${library}/storage/rules/utils`);
const { Refusal, present, requireConditions, requireGeneration } = require("./requests");

const byBytes = (left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name));

class ObjectLayer extends StorageLayer {
  #objects;
  #buckets;
  #lastGeneration = 0;

  constructor(project, persistence) {
    const objects = new Map();
    const buckets = new Map();
    super(project, objects, buckets, getAdminOnlyFirebaseRulesValidator(), { validate: () => true }, persistence, { dispatch() {} });
    this.#objects = objects;
    this.#buckets = buckets;
  }

  get buckets() {
    return this.#buckets;
  }

  reset() {
    this.#objects.clear();
    this.#buckets.clear();
  }

  objectsOf(bucket) {
    return [...this.#objects.values()].map((file) => file.metadata).filter((object) => object.bucket === bucket);
  }

  path(bucket, name) {
    return `${bucket}/${name}`;
  }

  // For properties alone: bytes are read in reads.js.
  async getObject({ bucketId, decodedObjectId }) {
    const object = this.getMetadata(bucketId, decodedObjectId);
    const { query } = present.getStore();
    requireGeneration(query, object);
    if (!object) throw new Refusal(404, `No such object: ${bucketId}/${decodedObjectId}`);
    requireConditions(query, object);
    return { metadata: object };
  }

  async deleteObject(request) {
    const object = this.getMetadata(request.bucketId, request.decodedObjectId);
    const { query } = present.getStore();
    requireGeneration(query, object);
    requireConditions(query, object);
    return super.deleteObject(request);
  }

  // The emulator takes a name that ends in "%2f" for a folder's.
  deleteFile(bucket, name) {
    const key = this.path(bucket, name);
    this.#objects.delete(key);
    this._persistence.deleteFile(key, true);
    return true;
  }

  async updateObjectMetadata(request) {
    const object = this.getMetadata(request.bucketId, request.decodedObjectId);
    const { query } = present.getStore();
    requireGeneration(query, object);
    requireConditions(query, object);
    return super.updateObjectMetadata(request);
  }

  async uploadObject(upload) {
    requireConditions(upload.query ?? present.getStore().query, this.getMetadata(upload.bucketId, upload.objectId));
    return this.#stamp(await super.uploadObject(upload));
  }

  copyObject(request) {
    const { query } = present.getStore();
    const source = this.getMetadata(request.sourceBucket, request.sourceObject);
    if (!source) throw new Refusal(404, `No such object: ${request.sourceBucket}/${request.sourceObject}`);
    requireGeneration(query, source, "sourceGeneration");
    requireConditions(query, source, "ifSource");
    requireConditions(query, this.getMetadata(request.destinationBucket, request.destinationObject));

    // Given properties replace the source's altogether; given none, all are kept.
    const given = Object.keys(request.incomingMetadata ?? {}).length > 0;
    return this.#stamp(super.copyObject({ ...request, incomingMetadata: given ? { metadata: {}, ...request.incomingMetadata } : undefined }));
  }

  async listObjects({ bucketId, prefix, delimiter, pageToken, maxResults }) {
    const { startOffset = "", endOffset } = present.getStore().query;
    const after = pageToken === undefined ? undefined : Buffer.from(pageToken, "base64url");
    const limit = Math.min(maxResults || 1000, 1000);
    const items = [];
    const prefixes = new Set();
    let last;
    for (const object of this.objectsOf(bucketId).sort(byBytes)) {
      const bytes = Buffer.from(object.name);
      if (!object.name.startsWith(prefix) || Buffer.compare(bytes, Buffer.from(startOffset)) < 0) continue;
      if (endOffset && Buffer.compare(bytes, Buffer.from(endOffset)) >= 0) break;
      const cut = delimiter ? object.name.indexOf(delimiter, prefix.length) : -1;
      const shown = cut < 0 ? object.name : object.name.slice(0, cut + delimiter.length);
      if ((after && Buffer.compare(Buffer.from(shown), after) <= 0) || prefixes.has(shown)) continue;
      if (items.length + prefixes.size === limit)
        return { items, prefixes: [...prefixes], nextPageToken: Buffer.from(last).toString("base64url") };
      if (cut < 0) items.push(object);
      else prefixes.add(shown);
      last = shown;
    }
    return { items: items.length ? items : undefined, prefixes: prefixes.size ? [...prefixes] : undefined };
  }

  /** Makes an object of zeros, but for some marks, without storing it: { bucket, name, length, marks: { offset: byte } }. */
  plantSparse({ bucket, name, length, marks }) {
    const object = new StoredFileMetadata({ bucket, name, size: length, md5Hash: "none", crc32c: "0" }, { dispatch() {} });
    object.marks = marks;
    this.#objects.set(this.path(bucket, name), { metadata: this.#stamp(object) });
  }

  /** The bytes of an object from one offset to another. */
  slice(object, from, to) {
    if (!object.marks) return this._persistence.readBytes(this.path(object.bucket, object.name), to - from, from);
    const bytes = Buffer.alloc(to - from);
    for (const [offset, byte] of Object.entries(object.marks)) if (offset >= from && offset < to) bytes[offset - from] = byte;
    return bytes;
  }

  #stamp(object) {
    this.#lastGeneration = Math.max(object.generation, this.#lastGeneration + 1);
    object.generation = this.#lastGeneration;
    object.etag = Buffer.from(`${object.generation}/${object.metageneration}`).toString("base64");
    return object;
  }
}

module.exports = { ObjectLayer };
