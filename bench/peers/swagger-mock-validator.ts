// swagger-mock-validator: the same traffic as a pact file on disk beside the document; it compiles per interaction.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPeer } from '../load-peer.ts';
import { makePact } from '../pact.ts';
import type { Peer } from '../peer.ts';

interface Outcome {
  errors: { mockDetails?: { interactionDescription?: string } }[];
}
interface Factories {
  SwaggerMockValidatorFactory: { create(): { validate(options: object): Promise<Outcome> } };
}

const peer: Peer = {
  start: () => () => false,
  judgeAll: async ({ twin, server }, entries) => {
    const folder = mkdtempSync(join(tmpdir(), 'truce-bench-'));
    try {
      const [specPathOrUrl, mockPathOrUrl] = [join(folder, 'document.json'), join(folder, 'pact.json')];
      writeFileSync(specPathOrUrl, JSON.stringify({ ...twin, servers: [{ url: '/' }] }));
      writeFileSync(mockPathOrUrl, JSON.stringify(makePact(entries, server)));
      const validator = loadPeer<Factories>(
        'swagger-mock-validator/dist/swagger-mock-validator-factory.js',
      ).SwaggerMockValidatorFactory.create();
      const { errors } = await validator.validate({
        specPathOrUrl,
        mockPathOrUrl,
        additionalPropertiesInResponse: 'true',
        additionalPropertiesInRequest: 'true',
      });
      return [...new Set(errors.map((error) => Number(error.mockDetails?.interactionDescription)))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
export default peer;
