"use strict";
// Cloud Storage on this machine: the emulator of firebase-tools without its command line, which would fetch a Java
// program first, and with the parts of the service in front of it that it lacks and the provider's tests need.
//
//   node emulator.js --data FOLDER [--port PORT] [--certificate FILE]
//
// --certificate is the public key (PEM) with which signed links are checked. The line "listening on URL" says that it
// is ready. The required files are private to firebase-tools: its version is pinned to the digit.
const { parseArgs } = require("node:util");
const fs = require("node:fs");
const path = require("node:path");
const express = require("express");

const library = "firebase-tools/lib/emulator";
const { EmulatorRegistry } = require(`${library}/registry`);
const { Emulators } = require(`${library}/types`);
const { createApp } = require(`${library}/storage/server`);
const { Persistence } = require(`${library}/storage/persistence`);
const { UploadService } = require(`${library}/storage/upload`);

const { buckets } = require("./front/buckets");
const { ObjectLayer } = require("./front/objects");
const { reads } = require("./front/reads");
const { signatures } = require("./front/signatures");
const { handRejectionsOn, refusals, remember } = require("./front/requests");
const { uploads } = require("./front/uploads");

const { values: settings } = parseArgs({
  options: { data: { type: "string" }, port: { type: "string", default: "0" }, certificate: { type: "string" } },
});
const host = "127.0.0.1";
const project = "flixtube-tests";
const folder = path.resolve(settings.data);

const persistence = new Persistence(folder);
const service = new UploadService(persistence);
const layer = new ObjectLayer(project, persistence);
const emulator = {
  storageLayer: layer,
  adminStorageLayer: layer,
  uploadService: service,
  rulesManager: {},
  logger: { log() {} },
  replaceRules: async () => ({ errors: [] }),
  reset() {
    layer.reset();
    service.reset();
    persistence.reset(folder);
  },
};

async function main() {
  handRejectionsOn();
  const front = express();
  const server = front.listen(Number(settings.port), host);
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  const { port } = server.address();
  EmulatorRegistry.set(Emulators.STORAGE, {
    getName: () => Emulators.STORAGE,
    getInfo: () => ({ name: Emulators.STORAGE, host, port }),
  });

  front.use(remember);
  front.use(buckets(layer));
  front.use(uploads(layer, service));
  if (settings.certificate) front.use(signatures(fs.readFileSync(settings.certificate)));
  front.use(reads(layer));
  front.use(await createApp(project, emulator));
  front.use(refusals);
  console.log(`listening on http://${host}:${port}`);
}

main();
