// server.close() waits for a response that does not end: its callback is not called.
//
// It takes no new connections, and since Node 19 it closes those that are idle between two requests (keep-alive), as
// closeIdleConnections() does. One whose response is still written is not idle, for example a stream of events.
// closeAllConnections() closes it too: awaiting-server-close-all. https://nodejs.org/api/http.html#serverclosecallback,
// https://github.com/nodejs/node/issues/2642
//
// `src/stage.js` says what a pulse, a beat, a request and an acknowledgement are.

"use strict";

const http = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const { once } = require("node:events");
const { play } = require("../stage.js");

async function infiniteTask(pulse, response) {
  try {
    while (!response.destroyed) {
      pulse.beat();
      response.write("data: I'm still standing\n\n");
      await sleep(pulse.interval);
    }
  } finally {
    pulse.end();
  }
}

play(async (stage) => {
  const pulse = stage.pulse();
  const server = http.createServer((_, response) => infiniteTask(pulse, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const [events] = await once(http.get({ port: server.address().port, host: "127.0.0.1" }), "response");
  events.on("error", () => {}).resume();

  await stage.quickTask();

  stage.request();
  const closed = once(server.close(), "close");
  server.closeIdleConnections();
  await closed;
  stage.acknowledge("closed");
});
