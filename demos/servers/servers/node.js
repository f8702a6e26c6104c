// Node's own server. With "close" it stops as its documentation advises; with "close-idle" it also closes each connection as soon
// as that has nothing to answer; without, it does not look at signals.
const http = require("node:http");

let stops = false;
const server = http.createServer((request, response) => {
  const answer = () => response.end("hello\n");
  if (stops && process.argv[3] === "close-idle") {
    response.on("finish", () => setImmediate(() => server.closeIdleConnections()));
  }
  if (request.url === "/slow") setTimeout(answer, 400);
  else answer();
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"));

if (process.argv[3]) {
  process.on("SIGTERM", () => {
    stops = true;
    // https://nodejs.org/api/http.html#serverclosecallback
    server.close(() => console.log("closed"));
    // Those that are busy now are closed when they have been answered.
    if (process.argv[3] === "close-idle") setInterval(() => server.closeIdleConnections(), 20).unref();
  });
}
