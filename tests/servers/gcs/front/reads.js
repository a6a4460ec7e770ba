"use strict";
// Reading an object's bytes, by the JSON API (alt=media) and by the XML API, which sends the custom metadata too. The
// emulator has no 416, no HEAD, no Last-Modified, no pins and no metadata here.
const express = require("express");
const zlib = require("node:zlib");
const { crc32cToString } = require("firebase-tools/lib/emulator/storage/crc");

/** @param {import("./objects").ObjectLayer} layer */
function reads(layer) {
  const router = express.Router();
  router.post("/internal/sparse", express.json(), (req, res) => {
    layer.plantSparse(req.body);
    res.sendStatus(204);
  });
  router.get(["/b/:bucket/o/:name", "/download/storage/v1/b/:bucket/o/:name"], async (req, res, next) => {
    if (req.query.alt !== "media") return next();
    const object = layer.getMetadata(req.params.bucket, req.params.name);
    if (!object || (req.query.generation !== undefined && Number(req.query.generation) !== object.generation))
      return res.status(404).type("text").send(`No such object: ${req.params.bucket}/${req.params.name}`);
    const match = req.query.ifGenerationMatch;
    if (match !== undefined && Number(match) !== object.generation) return res.status(412).type("text").send("Precondition Failed");
    send(req, res, layer, object);
  });

  router.use(async (req, res, next) => {
    const at = /^\/([^/]+)\/(.+)$/.exec(req.path);
    const isOther = /^\/(?:b|v0|storage|upload|download|internal)\//.test(req.path);
    if (isOther || !at || !["GET", "HEAD"].includes(req.method)) return next();
    const [bucket, name] = at.slice(1).map(decodeURIComponent);
    if (!layer.buckets.has(bucket)) return refuse(res, 404, "NoSuchBucket", "The specified bucket does not exist.");
    const object = layer.getMetadata(bucket, name);
    if (!object || (req.query.generation !== undefined && Number(req.query.generation) !== object.generation))
      return refuse(res, 404, "NoSuchKey", "The specified key does not exist.");
    const match = req.header("x-goog-if-generation-match");
    if (match !== undefined && Number(match) !== object.generation)
      return refuse(res, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.");
    for (const [key, value] of Object.entries(object.customMetadata ?? {})) res.setHeader(`x-goog-meta-${key}`, Buffer.from(value).toString("latin1"));
    send(req, res, layer, object);
  });
  return router;
}

function refuse(res, status, code, message) {
  res.status(status).type("application/xml").send(`<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function send(req, res, layer, object) {
  const stored = object.size;
  res.setHeader("Accept-Ranges", "bytes");
  res.setHeader("Content-Type", object.contentType);
  res.setHeader("Last-Modified", object.updated.toUTCString());
  res.setHeader("ETag", `"${object.etag}"`);
  res.setHeader("x-goog-generation", object.generation);
  res.setHeader("x-goog-metageneration", object.metageneration);
  res.setHeader("x-goog-stored-content-encoding", object.contentEncoding ?? "identity");
  res.setHeader("x-goog-stored-content-length", stored);
  if (!object.marks) res.setHeader("x-goog-hash", [`crc32c=${crc32cToString(object.crc32c)}`, `md5=${object.md5Hash}`]);
  if (object.contentEncoding === "gzip" && !/\bgzip\b/.test(req.header("accept-encoding") ?? "")) {
    // The service unpacks for clients that do not say they can, and then ignores their range.
    return end(req, res, 200, zlib.gunzipSync(layer.slice(object, 0, stored)));
  }
  if (object.contentEncoding) res.setHeader("Content-Encoding", object.contentEncoding);

  const range = parseRange(req.header("range"), stored);
  if (range === undefined) return end(req, res, 200, layer.slice(object, 0, stored));
  if (range === null) {
    res.setHeader("Content-Range", `bytes */${stored}`);
    return refuse(res, 416, "InvalidRange", "The requested range cannot be satisfied.");
  }
  res.setHeader("Content-Range", `bytes ${range.from}-${range.to}/${stored}`);
  return end(req, res, 206, layer.slice(object, range.from, range.to + 1));
}

function end(req, res, status, body) {
  res.status(status).setHeader("Content-Length", body.length);
  res.end(req.method === "HEAD" ? undefined : body);
}

/** One range of bytes; undefined when there is none that counts, null when it cannot be satisfied. */
function parseRange(header, length) {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!parts || (!parts[1] && !parts[2])) return undefined;
  const from = parts[1] ? Number(parts[1]) : Math.max(0, length - Number(parts[2]));
  const to = parts[1] && parts[2] ? Math.min(Number(parts[2]), length - 1) : length - 1;
  return from >= length || to < from ? null : { from, to };
}

module.exports = { reads };
