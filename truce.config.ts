// Truce's own contracts and the evidence that ships with them; `npm start` judges it.
import { defineConfig } from './src/index.ts';

const vendor = (name: string) => ({
  document: `contracts/${name}/openapi.yaml`,
  mock: `mocks/${name}.ts`,
  evidence: [`contracts/${name}/samples`, `contracts/${name}/recordings/*.har`, `contracts/${name}/pacts/*.json`],
});

export default defineConfig({
  contracts: [vendor('superoffice'), vendor('onlyoffice'), vendor('odyssee')],
});
