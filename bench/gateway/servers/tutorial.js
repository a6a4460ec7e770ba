// The tutorial's storage service as its readers build it (tests/servers/node-book/azure-storage.js): Express and Azure's SDK,
// a client for each request, the properties first, then the download piped to the viewer. It speaks to the ideal store
// itself, which answers HEAD and GET of /videos/NAME for a blob as for an object; a stand-in with plain http requests would
// spare it the SDK, which is most of what it costs, and a service with S3's SDK would be another than the tutorial's.
//
// What differs is in its favour: the original ignores ranges and sends the whole video; this one hands a range on.
"use strict";

const express = require("express");
const { BlobServiceClient, StorageSharedKeyCredential, newPipeline } = require("@azure/storage-blob");

const [port, storePort] = process.argv.slice(2).map(Number);

const account = "bench";
const credential = new StorageSharedKeyCredential(account, "YmVuY2gtc2VjcmV0");

// Where it speaks to an address rather than to a name, Azure's SDK puts the account before the container; and it asks for
// ranges with a header of its own. The store knows neither.
const asTheStoreTakesIt = {
  create: next => ({
    sendRequest(request) {
      request.url = request.url.replace(`/${account}/`, "/");
      const range = request.headers.get("x-ms-range");
      if (range) {
        request.headers.set("Range", range);
      }
      return next.sendRequest(request);
    },
  }),
};

function createBlobService() {
  const pipeline = newPipeline(credential);
  pipeline.factories.unshift(asTheStoreTakesIt);
  return new BlobServiceClient(`http://127.0.0.1:${storePort}/${account}`, pipeline);
}

const app = express();

app.get("/video", async (req, res) => {
  try {
    const blobService = createBlobService();
    const containerClient = blobService.getContainerClient("videos");
    const blobClient = containerClient.getBlobClient(req.query.path);

    const properties = await blobClient.getProperties();

    const range = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range || "");
    if (range) {
      const [first, last] = range.slice(1).map(Number);
      const response = await blobClient.download(first, last - first + 1);
      res.writeHead(206, {
        "Content-Length": last - first + 1,
        "Content-Range": `bytes ${first}-${last}/${properties.contentLength}`,
        "Content-Type": "video/mp4",
      });
      response.readableStreamBody.pipe(res);
      return;
    }

    res.writeHead(200, {
      "Content-Length": properties.contentLength,
      "Content-Type": "video/mp4",
    });

    const response = await blobClient.download();
    response.readableStreamBody.pipe(res);
  } catch (err) {
    console.error(err.message);
    res.sendStatus(500);
  }
});

app.listen(port, "127.0.0.1", () => console.log("listening"));
