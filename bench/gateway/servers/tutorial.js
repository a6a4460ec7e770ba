// The tutorial's storage service in its shape: the object's properties first, then the download piped to the viewer.
// The original ignores ranges; this one hands them on, in its favour.
"use strict";
const http = require("http");

const [port, storePort] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true });

function ask(method, path, headers, onAnswer, onError) {
    const request = http.request({ host: "127.0.0.1", port: storePort, method, path, headers, agent }, onAnswer);
    request.on("error", onError);
    request.end();
}

http.createServer((req, res) => {
    const path = "/videos/" + new URL(req.url, "http://localhost").searchParams.get("path");
    const fail = () => { res.statusCode = 500; res.end(); };
    ask("HEAD", path, {}, properties => {
        properties.resume();
        const range = req.headers.range ? { range: req.headers.range } : {};
        ask("GET", path, range, video => {
            const headers = { "Content-Length": video.headers["content-length"], "Content-Type": properties.headers["content-type"] };
            if (video.headers["content-range"])
                headers["Content-Range"] = video.headers["content-range"];
            res.writeHead(video.statusCode, headers);
            video.pipe(res);
        }, fail);
    }, fail);
}).listen(port, "127.0.0.1", () => console.log("listening"));
