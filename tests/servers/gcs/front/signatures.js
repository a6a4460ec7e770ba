"use strict";
// Signed links (V4, GOOG4-RSA-SHA256): checked as the service does; the emulator takes any.
const crypto = require("node:crypto");

/** @param {Buffer} key the public key, PEM. */
function signatures(key) {
  const publicKey = crypto.createPublicKey(key);
  return async (req, res, next) => {
    const [path, query = ""] = req.originalUrl.split("?");
    if (!/(^|&)X-Goog-/.test(query)) return next();
    const problem = check(req, path, query.split("&"), publicKey);
    if (!problem) return next();
    res.status(problem.status).type("application/xml").send(`<?xml version='1.0' encoding='UTF-8'?><Error><Code>${problem.code}</Code><Message>${problem.message}</Message></Error>`);
  };
}

function check(req, path, parameters, publicKey) {
  const value = (name) => decodeURIComponent(parameters.find((p) => p.startsWith(`${name}=`))?.slice(name.length + 1) ?? "");
  const time = value("X-Goog-Date");
  const scope = value("X-Goog-Credential").split("/").slice(1).join("/");
  const headers = value("X-Goog-SignedHeaders").split(";");
  const begin = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const end = begin + 1000 * Number(value("X-Goog-Expires"));
  if (value("X-Goog-Algorithm") !== "GOOG4-RSA-SHA256" || !(end > begin) || end - begin > 7 * 24 * 3600 * 1000 || !headers.includes("host"))
    return { status: 400, code: "InvalidArgument", message: "Invalid argument." };
  if (Date.now() > end) return { status: 400, code: "ExpiredToken", message: "The provided token has expired." };

  const signed = parameters.filter((p) => !p.startsWith("X-Goog-Signature=")).sort();
  const canonical = [
    req.method,
    path,
    signed.join("&"),
    ...headers.map((name) => `${name}:${name === "host" ? req.hostname : (req.header(name) ?? "").trim()}`),
    "",
    headers.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const digest = crypto.createHash("sha256").update(canonical).digest("hex");
  const text = ["GOOG4-RSA-SHA256", time, scope, digest].join("\n");
  const isGood = crypto.verify("RSA-SHA256", Buffer.from(text), publicKey, Buffer.from(value("X-Goog-Signature"), "hex"));
  return isGood ? undefined : { status: 403, code: "SignatureDoesNotMatch", message: "Access denied." };
}

module.exports = { signatures };
