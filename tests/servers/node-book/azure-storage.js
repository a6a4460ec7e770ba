// The tutorial's azure-storage service: a blob's properties, then its bytes, from the container "videos". Beside the
// tutorial's variables it reads STORAGE_SERVICE_URL, so that tests can point it at an emulator.
"use strict";

const express = require("express");
const { BlobServiceClient, StorageSharedKeyCredential } = require("@azure/storage-blob");

if (!process.env.PORT) {
  throw new Error("Please specify the port number for the HTTP server with the environment variable PORT.");
}

if (!process.env.STORAGE_ACCOUNT_NAME) {
  throw new Error("Please specify the name of an Azure storage account in environment variable STORAGE_ACCOUNT_NAME.");
}

if (!process.env.STORAGE_ACCESS_KEY) {
  throw new Error("Please specify the access key to an Azure storage account in environment variable STORAGE_ACCESS_KEY.");
}

const PORT = process.env.PORT;
const STORAGE_ACCOUNT_NAME = process.env.STORAGE_ACCOUNT_NAME;
const STORAGE_ACCESS_KEY = process.env.STORAGE_ACCESS_KEY;
const STORAGE_SERVICE_URL = process.env.STORAGE_SERVICE_URL || `https://${STORAGE_ACCOUNT_NAME}.blob.core.windows.net`;

function createBlobService() {
  const sharedKeyCredential = new StorageSharedKeyCredential(STORAGE_ACCOUNT_NAME, STORAGE_ACCESS_KEY);
  return new BlobServiceClient(STORAGE_SERVICE_URL, sharedKeyCredential);
}

const app = express();

app.get("/video", async (req, res) => {
  try {
    const videoPath = req.query.path;

    const containerName = "videos";
    const blobService = createBlobService();
    const containerClient = blobService.getContainerClient(containerName);
    const blobClient = containerClient.getBlobClient(videoPath);

    const properties = await blobClient.getProperties();

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

const server = app.listen(PORT, () => {
  console.log(`Microservice online at port ${server.address().port}.`);
});
