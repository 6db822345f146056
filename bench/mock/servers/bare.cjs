// The limit: node:http that reads every request to its end and answers the same bytes, whatever was asked. CommonJS, so that its start pays for no type stripping.
'use strict';
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const [answerFile, port] = process.argv.slice(2);
const { status, type, body } = JSON.parse(readFileSync(answerFile, 'utf8'));
const length = Buffer.byteLength(body);
const fields = { 'Content-Type': type, 'Content-Length': length };
createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(status, fields).end(body));
}).listen(Number(port), '127.0.0.1');
