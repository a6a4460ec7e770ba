// Loaded into Azurite before it starts. Names with U+FFFE or U+FFFF cannot stand in XML: the service percent-encodes
// them in listings and says so (List Blobs, since version 2021-02-12); Azurite 3.35.0 answers with nothing.
"use strict";

const xml = require("./node_modules/azurite/dist/src/blob/generated/utils/xml.js");
const original = xml.stringifyXML;

const encoded = (text) =>
  typeof text === "string" && /[\ufffe\uffff]/.test(text) ? { $: { Encoded: "true" }, _: encodeURIComponent(text) } : text;

xml.stringifyXML = (value, options) => {
  if (value?.Blobs) {
    value.Prefix = encoded(value.Prefix);
    for (const blob of [value.Blobs.Blob ?? []].flat()) {
      blob.Name = encoded(blob.Name);
    }
  }
  return original(value, options);
};
