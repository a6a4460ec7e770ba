"use strict";
// Uploads: the emulator takes the first part of a resumable upload for the whole of it, and checks no checksum.
const express = require("express");
const { crc32c, crc32cToString } = require("firebase-tools/lib/emulator/storage/crc");
const { CloudStorageObjectMetadata } = require("firebase-tools/lib/emulator/storage/metadata");
const { parseObjectUploadMultipartRequest } = require("firebase-tools/lib/emulator/storage/multipart");
const { Refusal, bodyOf, present, requireConditions } = require("./requests");

const unit = 256 * 1024;

/**
 * @param {import("./objects").ObjectLayer} layer
 * @param {import("firebase-tools/lib/emulator/storage/upload").UploadService} service
 */
function uploads(layer, service) {
  const router = express.Router();
  const start = service.startResumableUpload.bind(service);
  service.startResumableUpload = (request) => Object.assign(start(request), { query: present.getStore().query });

  router.post("/upload/storage/v1/b/:bucket/o", async (req, res, next) => {
    if (req.query.upload_id) return next();
    if (req.query.uploadType === "resumable") return begin(req, res, next);
    if (req.query.uploadType === "multipart") return whole(req, res, next);
    return next();
  });
  router.use("/upload/storage/v1/b/:bucket/o", async (req, res, next) => {
    if (!req.query.upload_id || !["PUT", "POST", "DELETE"].includes(req.method)) return next();
    const upload = find(String(req.query.upload_id));
    return req.method === "DELETE" ? cancel(upload, res) : continueUpload(upload, req, res);
  });
  return router;

  // A condition that fails already is refused at once. The address given to go on at is that by which we were asked.
  async function begin(req, res, next) {
    const text = (await bodyOf(req)).toString();
    req.body = text ? JSON.parse(text) : {};
    req._body = true;
    requireConditions(req.query, layer.getMetadata(req.params.bucket, req.query.name ?? req.body.name));
    next();
  }

  async function whole(req, res, next) {
    const body = withMediaType(await bodyOf(req), req.header("content-type"));
    const { metadataRaw, dataRaw } = parseObjectUploadMultipartRequest(req.header("content-type"), body);
    requireChecksum(JSON.parse(metadataRaw).crc32c, dataRaw);
    req.body = body;
    req._body = true;
    next();
  }

  function find(id) {
    try {
      return service.getResumableUpload(id);
    } catch {
      throw new Refusal(404, "No such upload session.");
    }
  }

  function cancel(upload, res) {
    if (upload.object || upload.status !== "active") throw new Refusal(404, "No such upload session.");
    service.cancelResumableUpload(upload.id);
    res.status(499).end();
  }

  async function continueUpload(upload, req, res) {
    let body = await bodyOf(req);
    if (upload.object) return res.json(upload.object);
    if (upload.status !== "active") throw new Refusal(410, "The upload session was cancelled.");
    const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(req.header("content-range") ?? "bytes 0-0/*");
    if (!range) throw new Refusal(400, "Invalid Content-Range.");
    const isLast = req.header("content-range") === undefined || range[3] !== "*";
    if (range[1] !== undefined) {
      if (Number(range[1]) > upload.size) throw new Refusal(400, "Bytes are missing before these.");
      body = body.subarray(upload.size - Number(range[1]));
    }

    // Of what is not the end the service keeps whole units only.
    if (!isLast) body = body.subarray(0, body.length - ((upload.size + body.length) % unit));
    service.continueResumableUpload(upload.id, body);
    if (!isLast || (range[3] !== "*" && Number(range[3]) !== upload.size)) return incomplete(upload, req, res);

    requireChecksum(/crc32c=([^,\s]+)/.exec(req.header("x-goog-hash") ?? "")?.[1], layer._persistence.readBytes(upload.path, upload.size));
    service.finalizeResumableUpload(upload.id);
    upload.object = new CloudStorageObjectMetadata(await layer.uploadObject(upload));
    res.json(upload.object);
  }
}

function incomplete(upload, req, res) {
  if (upload.size) res.setHeader("Range", `bytes=0-${upload.size - 1}`);

  // Some of Google's clients ask for this because what is between takes 308 for a redirection.
  if (req.header("x-guploader-no-308") === "yes") res.status(200).setHeader("X-Http-Status-Code-Override", "308");
  else res.status(308);
  res.end();
}

function requireChecksum(claimed, bytes) {
  if (!claimed) return;
  const calculated = crc32cToString(`${crc32c(bytes)}`);
  if (claimed !== calculated) throw new Refusal(400, `Provided CRC32C "${claimed}" doesn't match calculated CRC32C "${calculated}".`);
}

// A media part may come without a type, which the emulator takes for a broken request.
function withMediaType(body, contentType) {
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? "")?.[1];
  const bare = `\r\n--${boundary}\r\n\r\n`;
  const at = body.indexOf(bare);
  if (!boundary || at < 0) return body;
  const typed = Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n\r\n`);
  return Buffer.concat([body.subarray(0, at), typed, body.subarray(at + bare.length)]);
}

module.exports = { uploads };
