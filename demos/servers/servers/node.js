// Node's own server. With "close" it stops as its documentation advises; without, it does not look at signals.
const http = require("node:http");

const server = http.createServer((request, response) => {
  const answer = () => response.end("hello\n");
  if (request.url === "/slow") setTimeout(answer, 400);
  else answer();
});
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"));

if (process.argv[3] === "close") {
  // https://nodejs.org/api/http.html#serverclosecallback
  process.on("SIGTERM", () => server.close(() => console.log("closed")));
}
