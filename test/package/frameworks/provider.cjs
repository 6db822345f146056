// What the specs of all frameworks share: a provider whose contact 2 has drifted, and the same request by four clients.
const { createServer } = require('node:http');
const axios = require('axios');
const supertest = require('supertest');
const undici = require('undici');

const contacts = { 1: { id: 1, name: 'Ada' }, 2: { id: '2', name: 'Bob' } };
const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(contacts[request.url.replace('/contacts/', '')]));
});
const url = (id) => `http://127.0.0.1:${server.address().port}/contacts/${id}`;

exports.app = server;
exports.start = () => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
exports.stop = () => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
};
exports.clients = {
  fetch: { get: (id) => fetch(url(id)), options: { method: 'GET' } },
  axios: { get: (id) => axios.get(url(id)) },
  supertest: { get: async (id) => supertest(server).get(`/contacts/${id}`) },
  undici: { get: (id) => undici.request(url(id)), options: { operation: 'getContact' } },
};
