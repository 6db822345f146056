// What is on the disk when something goes wrong: the process is killed, the disk is full, the file is somebody else's; and what never gets there.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import har from '../../src/evidence/har.ts';
import type { EvidenceProblem } from '../../src/model/exchange.ts';
import { openEvidence } from '../../src/source/read.ts';
import { ask, folder, freshPath, pause, RawClient, startAnswering, startRaw, startRecorder } from './wire.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const get = (path: string, fields = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;

/** Numbers of the exchanges a HAR holds, also one whose writer was killed. */
function numbersIn(path: string): Set<string> {
  const problems: EvidenceProblem[] = [];
  const exchanges = [...har.read(openEvidence(path, 'x.har'), (problem) => problems.push(problem))];
  return new Set(exchanges.flatMap(({ request, problem }) => (problem ? [] : [request?.target.split('/').at(-1) ?? ''])));
}

/** Answers `/7` with a body that names it, in pieces. */
const startEcho = (size: number) =>
  startRaw((socket) =>
    socket.on('data', (bytes) => {
      for (const [, number] of bytes.toString().matchAll(/GET \/(\d+) /g)) {
        const body = `{"number":${number},"text":"${'x'.repeat(size)}"}`;
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, size >> 1)}`,
        );
        socket.write(body.slice(size >> 1));
      }
    }),
  );

describe('kill -9', () => {
  it('loses no exchange whose response a client has whole', async () => {
    const target = await startEcho(3000);
    ends.push(() => target.close());
    for (const wait of [15, 40, 75, 120, 190]) {
      const recorder = await startRecorder(target.url);
      const whole: string[] = [];
      let next = 0;
      const keepAsking = async (): Promise<void> => {
        const client = new RawClient(recorder.port);
        while (!client.isClosed) {
          const number = String(++next);
          client.received = '';
          client.write(get(`/${number}`));
          while (!client.received.endsWith('"}') && !client.isClosed) await new Promise((resolve) => void setImmediate(resolve));
          if (client.received.endsWith('"}')) whole.push(number);
        }
      };
      const clients = Array.from({ length: 8 }, keepAsking);
      await pause(wait);
      await recorder.stop('SIGKILL');
      await Promise.all(clients);
      const written = numbersIn(recorder.out);
      expect(whole.filter((number) => !written.has(number))).toEqual([]);
      // What is continued is whole again.
      const again = await startRecorder(target.url, [], { out: recorder.out });
      await ask(again.port, get('/999999'), (text) => text.endsWith('"}'));
      expect(await again.stop()).toBe(0);
      const { entries } = again.har().log;
      expect(entries.length).toBe(written.size + 1);
    }
  });
});

describe('a disk that is full', () => {
  it('stops the recorder with what it had; what is under way still passes', async () => {
    const target = await startEcho(10_000);
    ends.push(() => target.close());
    // In blocks of 1 KB.
    const recorder = await startRecorder(target.url, [], { shell: 'trap "" XFSZ; ulimit -f 100' });
    const answers: string[] = [];
    for (let number = 1; number <= 12; number++) {
      const client = new RawClient(recorder.port);
      client.write(get(`/${number}`));
      const received = await client.until((text) => text.endsWith('"}') || client.isClosed);
      if (received.endsWith('"}')) answers.push(String(number));
      client.socket.destroy();
    }
    expect(await recorder.ended).toBe(2);
    expect(recorder.events.find(({ event }) => event === 'failed')?.['message']).toMatch(
      /Writing .* has ended: the file may not grow further/,
    );
    expect(recorder.events.at(-1)).toMatchObject({ event: 'stopped', reason: 'disk', exitCode: 2, lost: 1 });
    const { entries } = recorder.har().log;
    expect(entries.length).toBeGreaterThan(5);
    expect(entries.map(({ request }) => request.url.split('/').at(-1))).toEqual(answers.slice(0, entries.length));
  });

  it('of its own, too', async ({ skip }) => {
    const place = join(folder, 'small');
    mkdirSync(place);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
    } catch {
      skip('no file system can be mounted here');
    }
    ends.push(() => execFileSync('umount', [place]));
    const target = await startEcho(10_000);
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, [], { out: join(place, 't.har') });
    for (let number = 1; number <= 8 && recorder.child.exitCode === null; number++)
      await ask(recorder.port, get(`/${number}`), (text) => text.endsWith('"}')).catch(() => '');
    expect(await recorder.ended).toBe(2);
    expect(recorder.events.find(({ event }) => event === 'failed')?.['message']).toMatch(/the disk is full/);
    expect(recorder.har().log.entries.length).toBeGreaterThan(2);
  });

  it.each([
    ['a folder that is not there', () => join(folder, 'nowhere/x.har'), /there is no such file/],
    ['a folder', () => folder, /it is a folder/],
    [
      'a HAR of somebody else',
      () => {
        const path = freshPath();
        writeFileSync(path, '{"log":{"version":"1.2","creator":{"name":"x"},"entries":[]}}');
        return path;
      },
      /is no HAR that Truce wrote/,
    ],
  ])('is as good as %s: nothing is begun', async (_, make, reason) => {
    const path = make();
    await expect(startRecorder('http://127.0.0.1:9', [], { out: path })).rejects.toThrow(reason);
    await expect(startRecorder('http://127.0.0.1:9', [], { out: path })).rejects.toThrow(/ended with 2/);
  });

  it('is no reason for two recorders to write one file', async () => {
    const recorder = await startRecorder('http://127.0.0.1:9');
    await expect(startRecorder('http://127.0.0.1:9', [], { out: recorder.out })).rejects.toThrow(/is being written by process/);
    expect(await recorder.stop()).toBe(0);
  });
});

describe('credentials', () => {
  const contract = `openapi: 3.1.0
info: { title: Keys, version: '1' }
paths:
  /people/{ssn}:
    parameters: [{ name: ssn, in: path, required: true, schema: { type: string, x-sensitive: true } }]
    post:
      operationId: addPerson
      security: [{ key: [] }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string }, pin: { type: string, x-sensitive: true } } } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, properties: { id: { type: integer }, iban: { type: string, x-sensitive: true } } } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Partner } } }
`;
  const secrets = [
    's3cr3t-bearer',
    's3cr3t-cookie',
    's3cr3t-set',
    's3cr3t-partner',
    's3cr3t-pin',
    's3cr3t-iban',
    's3cr3t-ssn',
    's3cr3t-query',
    's3cr3t-user',
    's3cr3t-trailer',
  ];
  const body = '{"name":"Mara","pin":"s3cr3t-pin"}';
  const request = `POST /people/s3cr3t-ssn?access_token=s3cr3t-query HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer s3cr3t-bearer\r\nCookie: sid=s3cr3t-cookie\r\nX-Partner: s3cr3t-partner\r\nReferer: http://s3cr3t-user:pw@x/\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answer = '{"id":9007199254740993,"iban":"s3cr3t-iban"}';
  const response = `HTTP/1.1 200 OK\r\nSet-Cookie: sid=s3cr3t-set; HttpOnly\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${answer.length.toString(16)}\r\n${answer}\r\n0\r\nX-Auth-Token: s3cr3t-trailer\r\n\r\n`;

  it('pass, and are in no file and on no terminal', async () => {
    writeFileSync(join(folder, 'keys.yaml'), contract);
    const target = await startRaw((socket, text) => socket.on('data', () => text().endsWith(body) && socket.write(response)));
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, ['--contract', 'keys.yaml']);
    expect(await ask(recorder.port, request, (text) => text.endsWith('\r\n\r\n') && text.includes('trailer'))).toBe(response);
    expect(target.received[0]).toBe(request.replace('Host: x', `Host: 127.0.0.1:${target.port}`));
    expect(await recorder.stop()).toBe(0);
    const everything = readFileSync(recorder.out, 'utf8') + JSON.stringify(recorder.events) + recorder.told();
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    expect(everything).toContain('9007199254740993');
    expect(recorder.events.at(-1)?.['masked']).toEqual(
      expect.arrayContaining([
        'Authorization',
        'Cookie',
        'Set-Cookie',
        'X-Partner',
        'query parameter access_token',
        'members of request bodies',
        'members of response bodies',
      ]),
    );
    expect(recorder.events.filter(({ event }) => event === 'judged')).toEqual([expect.objectContaining({ verdict: 'conforms' })]);
    rmSync(join(folder, 'keys.yaml'));
  });

  it('are not written when the exchange is cut short either', async () => {
    const target = await startAnswering('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"password":"s3cr3t-cut');
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url);
    const client = new RawClient(recorder.port);
    client.write(get('/x?sig=s3cr3t-query', 'Authorization: s3cr3t-bearer\r\n'));
    await client.until((text) => text.endsWith('cut'));
    client.socket.resetAndDestroy();
    await recorder.exchanges(1);
    await recorder.stop();
    expect(readFileSync(recorder.out, 'utf8')).not.toContain('s3cr3t');
  });
});
