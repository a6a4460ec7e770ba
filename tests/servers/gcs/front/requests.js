"use strict";
// What every part of the front needs: the present request, preconditions, refusals in the service's form.
const { AsyncLocalStorage } = require("node:async_hooks");
const Layer = require("express/lib/router/layer");

const present = new AsyncLocalStorage();

const reasons = { 400: "invalid", 404: "notFound", 409: "conflict", 412: "conditionNotMet", 416: "requestedRangeNotSatisfiable" };

/** A refusal; the middleware `refusals` answers it. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Middleware: lets the emulator's own code see the request that it works for. */
function remember(req, res, next) {
  present.run(req, next);
}

/**
 * Makes express 4 hand a rejected promise of a handler on like a thrown error. The emulator's own handlers need it too:
 * otherwise a refusal by our object layer would end the process.
 */
function handRejectionsOn() {
  Layer.prototype.handle_request = function (req, res, next) {
    if (this.handle.length > 3) return next();
    try {
      this.handle(req, res, next)?.catch?.(next);
    } catch (error) {
      next(error);
    }
  };
}

/** Middleware: answers refusals as the JSON API does, others as the defect they are. */
function refusals(error, req, res, next) {
  if (res.headersSent) return next(error);
  const code = error.status ?? 500;
  if (code === 500) console.error(error);
  const { message } = error;
  res.status(code).json({ error: { code, message, errors: [{ domain: "global", reason: reasons[code] ?? "backendError", message }] } });
}

/**
 * Refuses when a condition of the query does not hold.
 * @param {object} query the parameters.
 * @param {object | undefined} object the live object, if there is one.
 * @param {string} prefix what the names of the conditions begin with.
 */
function requireConditions(query, object, prefix = "if") {
  const generation = object?.generation ?? 0;
  const match = query[`${prefix}GenerationMatch`];
  if (match !== undefined && Number(match) !== generation) throw notOfGeneration();
  const notMatch = query[`${prefix}GenerationNotMatch`];
  if (notMatch !== undefined && Number(notMatch) === generation) throw notOfGeneration();
  const metageneration = query[`${prefix}MetagenerationMatch`];
  if (metageneration !== undefined && Number(metageneration) !== object?.metageneration) throw notOfGeneration();
}

/** Refuses when the query names a generation that is not the live one: there are no old ones here. */
function requireGeneration(query, object, name = "generation") {
  if (query[name] !== undefined && Number(query[name]) !== object?.generation) throw new Refusal(404, "No such object");
}

const notOfGeneration = () => new Refusal(412, "At least one of the pre-conditions you specified did not hold.");

/** The whole body of a request. */
async function bodyOf(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  return Buffer.concat(parts);
}

module.exports = { Refusal, bodyOf, handRejectionsOn, present, refusals, remember, requireConditions, requireGeneration };
