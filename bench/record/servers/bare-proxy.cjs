// The limit: a proxy of node:http that does nothing but pass on, with kept connections. CommonJS, so that its start pays for no type stripping.
'use strict';
const { Agent, createServer, request } = require('node:http');

const [target, port] = process.argv.slice(2);
const { hostname, port: targetPort } = new URL(target);
const agent = new Agent({ keepAlive: true, maxSockets: 1000 });
createServer((incoming, response) => {
  const { method, url, rawHeaders } = incoming;
  const onward = request({ hostname, port: targetPort, method, path: url, headers: rawHeaders, agent }, (answer) => {
    response.sendDate = false;
    response.writeHead(answer.statusCode, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}).listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 });
