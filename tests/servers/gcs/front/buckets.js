"use strict";
// Buckets: the emulator makes each bucket that is mentioned, the service none but those that were asked for.
const express = require("express");
const { Refusal } = require("./requests");

/** @param {import("./objects").ObjectLayer} layer */
function buckets(layer) {
  const router = express.Router();

  // Both forms of the address are in use; the emulator knows them both for some calls only.
  router.use((req, res, next) => {
    if (req.url.startsWith("/storage/v1/b")) req.url = req.url.slice("/storage/v1".length);
    next();
  });
  router.get("/b", (req, res) => res.json({ kind: "storage#buckets", items: [...layer.buckets.values()] }));
  router.post("/b", express.json({ type: () => true }), (req, res) => {
    const { name } = req.body;
    if (layer.buckets.has(name)) throw new Refusal(409, "Your previous request to create the named bucket succeeded and you already own it.");
    layer.createBucket(name);
    res.json(layer.buckets.get(name));
  });
  router.use(/^(?:\/(?:upload|download)\/storage\/v1)?\/b\/([^/]+)/, (req, res, next) => {
    if (!layer.buckets.has(decodeURIComponent(req.params[0]))) throw new Refusal(404, "The specified bucket does not exist.");
    next();
  });
  router.get("/b/:bucket", (req, res) => res.json(layer.buckets.get(req.params.bucket)));
  router.delete("/b/:bucket", (req, res) => {
    if (layer.objectsOf(req.params.bucket).length) throw new Refusal(409, "The bucket you tried to delete is not empty.");
    layer.buckets.delete(req.params.bucket);
    res.sendStatus(204);
  });
  return router;
}

module.exports = { buckets };
