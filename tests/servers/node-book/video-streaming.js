// The tutorial's video-streaming service in its first form: it hands the viewer's request on to the storage service, whose
// host and port it is told, and the answer back to the viewer.
"use strict";

const express = require("express");
const http = require("http");

if (!process.env.PORT) {
  throw new Error("Please specify the port number for the HTTP server with the environment variable PORT.");
}

if (!process.env.VIDEO_STORAGE_HOST) {
  throw new Error("Please specify the host name for the video storage microservice in variable VIDEO_STORAGE_HOST.");
}

if (!process.env.VIDEO_STORAGE_PORT) {
  throw new Error("Please specify the port number for the video storage microservice in variable VIDEO_STORAGE_PORT.");
}

const VIDEO_STORAGE_HOST = process.env.VIDEO_STORAGE_HOST;
const VIDEO_STORAGE_PORT = parseInt(process.env.VIDEO_STORAGE_PORT);
const VIDEO_PATH = "SampleVideo_1280x720_1mb.mp4";

const app = express();

app.get("/video", (req, res) => {
  const forwardRequest = http.request(
    {
      host: VIDEO_STORAGE_HOST,
      port: VIDEO_STORAGE_PORT,
      path: "/video?path=" + VIDEO_PATH,
      method: "GET",
      headers: req.headers,
    },
    forwardResponse => {
      res.writeHeader(forwardResponse.statusCode, forwardResponse.headers);
      forwardResponse.pipe(res);
    },
  );

  req.pipe(forwardRequest);
});

const server = app.listen(process.env.PORT, () => {
  console.log(`Microservice online at port ${server.address().port}.`);
});
