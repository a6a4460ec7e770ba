// The page of a FlixTube host: lists, plays, uploads and deletes the videos of the store behind "video-storage".
// Names come from strangers: they reach the document as text only, and URLs only encoded.

const pageSize = 100;
const tokenKey = "flixtube-token";
const protectedKey = "flixtube-protected";
const at = id => document.getElementById(id);

let nextPageToken = null;
let selectedId = null;
let linkEnds = Infinity;
let playing = false;
let selection = 0;
let upload = null;

/** A refusal by the host, in its own words (RFC 9457), or the nearest thing to words when it gave none. */
class Problem extends Error {
  constructor(status, contentType, body) {
    const problem = contentType?.startsWith("application/problem+json") ? JSON.parse(body) : {};
    super([problem.title ?? `The server answered ${status}`, problem.detail].filter(Boolean).join(": "));
    this.status = status;
    this.type = problem.type;
  }
}

class Cancelled extends Error {}

async function send(method, url) {
  const response = await fetch(url, { method, headers: authorization() });
  if (!response.ok)
    throw new Problem(response.status, response.headers.get("Content-Type"), await response.text());
  return response.status === 204 ? null : response.json();
}

function authorization() {
  const token = sessionStorage.getItem(tokenKey);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Does what needs a right; when the host asks who we are, asks the user and does it again. */
async function withRights(action) {
  for (;;) {
    try {
      return await action();
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      await askForToken(problem.message);
    }
  }
}

/** The same for what is open to all in most places: where it is not, playing needs a link. */
async function read(url) {
  return await withRights(async () => {
    try {
      return await send("GET", url);
    } catch (problem) {
      if (problem.status === 401) sessionStorage.setItem(protectedKey, "yes");
      throw problem;
    }
  });
}

/** Where a video plays: a browser sends no token for a video element, so the address must carry one where that is needed. */
async function addressOf(video) {
  if (!sessionStorage.getItem(protectedKey)) return `video?id=${video.id}`;

  const { url, expiresAt } = await withRights(() => send("POST", `videos/${video.id}/link`));
  linkEnds = Date.parse(expiresAt);
  return url.slice(1);
}

async function askForToken(reason) {
  at("sign-in-reason").textContent = reason;
  at("token").value = "";
  if (await answerOf(at("sign-in")) !== "yes") throw new Cancelled();
  sessionStorage.setItem(tokenKey, at("token").value.trim());
}

async function confirmed(question, yes) {
  at("question-text").textContent = question;
  at("question-yes").textContent = yes;
  return await answerOf(at("question")) === "yes";
}

function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

function say(text) {
  at("alert").textContent = "";
  at("status").textContent = text;
}

/** Runs what a user asked for and shows why it failed when it did. */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    if (error instanceof Cancelled) return say("Cancelled.");
    at("status").textContent = "";
    at("alert").textContent = error instanceof TypeError ? "The server cannot be reached." : error.message;
  }
}

async function showStorage() {
  const { name, provider } = await send("GET", "storage");
  at("storage").textContent = `Served by ${name} (${provider})`;
}

async function loadVideos() {
  at("videos").replaceChildren();
  nextPageToken = null;
  await loadMore();
}

async function loadMore() {
  const query = new URLSearchParams({ pageSize });
  if (nextPageToken) query.set("pageToken", nextPageToken);

  const page = await read(`videos?${query}`);
  at("videos").append(...page.videos.map(listItem));
  nextPageToken = page.nextPageToken;
  at("more").hidden = !nextPageToken;
  showSelection();
}

/** What people call a video: its title when it has one. */
function nameOf(video) {
  return video.title ?? video.path;
}

function listItem(video) {
  const when = video.registeredAt ? new Date(video.registeredAt).toLocaleString() : "";
  const registered = element("span", { className: "when" }, when);
  const link = element("a", { href: `#${video.id}`, title: video.path }, nameOf(video), registered);

  const remove = element("button", { type: "button", className: "remove danger" }, "✕");
  remove.setAttribute("aria-label", `Delete ${nameOf(video)}`);
  remove.addEventListener("click", () => attempt(() => deleteVideo(video)));

  return element("li", {}, link, remove);
}

/** An element with properties and children; a string becomes text, never markup. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function showSelection() {
  for (const link of at("videos").querySelectorAll("a"))
    link.hash === `#${selectedId}` ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  at("watch").hidden = !selectedId;
  at("empty").hidden = Boolean(selectedId) || at("videos").childElementCount > 0;
}

async function select(id) {
  // Of several at once the last counts, also when all mean the same video: to set the address again would stop it.
  const mine = ++selection;
  const video = await read(`videos/${encodeURIComponent(id)}`);
  const address = await addressOf(video);
  if (mine !== selection) return;

  selectedId = video.id;
  at("title").textContent = nameOf(video);
  at("facts").replaceChildren(
    ...(video.title ? [fact("Path", video.path)] : []),
    fact("Size", sizeText(video.length)),
    fact("Type", video.contentType),
    fact("Changed", new Date(video.lastModified).toLocaleString()),
    ...(video.contentHash ? [fact("SHA-256", video.contentHash)] : []));
  // The version makes an address of its own of a replaced video: a browser's media cache would play the old one.
  at("player").src = `${address}&v=${encodeURIComponent(video.contentHash ?? video.lastModified)}`;
  at("download").href = `${address}&download=1`;
  document.title = `${nameOf(video)} · FlixTube`;
  showSelection();
}

/** Goes on where it stopped when the link ended meanwhile: a seek asks for bytes anew. */
async function renewLink() {
  const { currentTime } = at("player");
  const wasPlaying = playing;
  linkEnds = Infinity;
  await select(selectedId);
  at("player").currentTime = currentTime;
  if (wasPlaying) await play();
}

function fact(name, value) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, value));
}

function sizeText(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  for (; bytes >= 1024 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${bytes.toLocaleString(undefined, { maximumFractionDigits: unit && 1 })} ${units[unit]}`;
}

function closePlayer() {
  selectedId = null;
  at("player").removeAttribute("src");
  at("player").load();
  history.replaceState(null, "", location.pathname);
  document.title = "FlixTube";
}

async function openFromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const first = at("videos").querySelector("a")?.hash.slice(1);
  if (id || first) await select(id || first);
}

async function play() {
  // A browser may refuse to start without a click; the controls are there.
  await at("player").play().catch(() => { });
}

async function deleteVideo(video) {
  if (!await confirmed(`Delete “${video.path}”? This cannot be undone.`, "Delete")) return;

  await withRights(() => send("DELETE", `videos/${video.id}`));
  if (video.id === selectedId) closePlayer();
  await loadVideos();
  say(`Deleted “${video.path}”.`);
  at("videos-heading").focus();
}

async function uploadVideo() {
  const video = await sendFile(at("path").value, at("file").files[0]);
  at("upload").reset();
  await loadVideos();
  await select(video.id);
  history.pushState(null, "", `#${video.id}`);
  say(`Uploaded “${video.path}”.`);
  at("title").focus();
  await play();
}

async function sendFile(path, file) {
  say("");
  at("sending-what").textContent = `Uploading “${path}”`;
  showUpload(true);
  at("cancel").focus();
  try {
    return await withRights(() => createOrReplace(path, file));
  } finally {
    showUpload(false);
    at("file").focus();
  }
}

async function createOrReplace(path, file) {
  try {
    return await post(path, file, { "If-None-Match": "*" });
  } catch (problem) {
    if (problem.type !== "urn:flixtube:problem:already-exists") throw problem;
    if (!await confirmed(`“${path}” exists already. Replace it?`, "Replace")) throw new Cancelled();
    return await post(path, file, {});
  }
}

/** Sends a file with XMLHttpRequest, because fetch tells nothing about the progress of a body that it sends. */
function post(path, file, headers) {
  return new Promise((resolve, reject) => {
    upload = new XMLHttpRequest();
    upload.open("POST", `videos?path=${encodeURIComponent(path)}`);
    for (const [name, value] of Object.entries({ ...headers, ...authorization() }))
      upload.setRequestHeader(name, value);

    upload.upload.onprogress = event => showProgress(event.loaded, event.total);
    upload.onabort = () => reject(new Cancelled());
    upload.onerror = () => reject(new Error("The connection broke before the upload was complete."));
    upload.onload = () => upload.status < 300
      ? resolve(JSON.parse(upload.responseText))
      : reject(new Problem(upload.status, upload.getResponseHeader("Content-Type"), upload.responseText));

    showProgress(0, file.size);
    upload.send(file);
  });
}

function showUpload(busy) {
  if (!busy) upload = null;
  at("upload-fields").hidden = busy;
  at("sending").hidden = !busy;
}

function showProgress(sent, total) {
  at("progress").value = total ? sent / total : 1;
  at("sent").textContent = `${sizeText(sent)} of ${sizeText(total)}`;
}

at("more").addEventListener("click", () => attempt(loadMore));
at("cancel").addEventListener("click", () => upload?.abort());
at("sign-in-cancel").addEventListener("click", () => at("sign-in").close());
at("file").addEventListener("change", () => at("path").value = at("file").files[0]?.name ?? "");
at("upload").addEventListener("submit", event => {
  event.preventDefault();
  attempt(uploadVideo);
});
// Not the player's own word: Chromium has it paused when it tells of an error, and says so only after.
for (const [event, is] of [["play", true], ["pause", false], ["emptied", false]])
  at("player").addEventListener(event, () => playing = is);
at("player").addEventListener("error", () => {
  if (Date.now() >= linkEnds) attempt(renewLink);
  else if (selectedId) at("alert").textContent = "This browser cannot play this video. It can still be downloaded.";
});
addEventListener("hashchange", () => attempt(async () => {
  await openFromAddress();
  await play();
}));
addEventListener("beforeunload", event => {
  if (upload) event.preventDefault();
});

attempt(showStorage);
attempt(async () => {
  await loadVideos();
  await openFromAddress();
});
