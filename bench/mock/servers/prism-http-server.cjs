// @stoplight/prism-http-server as a library would be used: the settings of prism-cli, a logger that writes nothing. The copy prism-cli itself has.
'use strict';
const { createRequire } = require('node:module');

const fromCli = createRequire(require.resolve('@stoplight/prism-cli/package.json'));
const { createServer } = fromCli('@stoplight/prism-http-server');
const { getHttpOperationsFromSpec } = fromCli('@stoplight/prism-http');

const silent = () => undefined;
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent, success: silent };
logger.child = () => logger;
const config = {
  isProxy: false,
  errors: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  mock: { dynamic: false },
};
const [document, port] = process.argv.slice(2);
getHttpOperationsFromSpec(document)
  .then((operations) => createServer(operations, { components: { logger }, config, cors: true }).listen(Number(port), '127.0.0.1'))
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
