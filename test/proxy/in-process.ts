// The recorder inside the test's process, for tests that are only about the wire and the file.
import type { Har } from 'har-format';
import type { ProxyOptions } from '../../src/proxy/server.ts';
import { startProxy } from '../../src/proxy/server.ts';
import { Recorder } from '../../src/proxy/recorder.ts';
import { readTarget } from '../../src/proxy/target.ts';
import { HarFile } from '../../src/record/har-file.ts';
import { freshPath, pause, readHar } from './wire.ts';

export interface Recording {
  readonly port: number;
  readonly url: string;
  readonly out: string;
  readonly refused: string[];
  connections(): number;
  /** Entries, once there are that many; rejects after five seconds. */
  entries(count: number): Promise<Har['log']['entries']>;
  close(patience?: number): Promise<void>;
}

export async function startRecording(url: string, options: Partial<ProxyOptions> = {}): Promise<Recording> {
  const out = freshPath();
  const target = readTarget(url);
  const file = HarFile.open(out, { creator: { name: 'truce record', version: '0.0.0' } });
  const refused: string[] = [];
  const recorder = new Recorder({
    file,
    contracts: [],
    origin: target.origin,
    before: 0,
    onRecorded: () => undefined,
    onBug: (error) => refused.push(String(error)),
  });
  const proxy = await startProxy({
    target,
    host: '127.0.0.1',
    port: 0,
    insecure: false,
    keepHost: false,
    forwarded: false,
    rewriteLocation: false,
    limit: 64 << 20,
    timeout: 0,
    onEnd: (passing) => recorder.add(passing),
    onRefused: (reason) => refused.push(reason),
    ...options,
  });
  return {
    port: Number(new URL(proxy.url).port),
    url: proxy.url,
    out,
    refused,
    connections: () => proxy.connections(),
    async entries(count) {
      for (const end = performance.now() + 5000; recorder.written < count; await pause(2))
        if (performance.now() > end) throw new Error(`only ${recorder.written} of ${count} entries`);
      await pause(10);
      const { entries } = readHar(out).log;
      if (entries.length !== count) throw new Error(`${entries.length} entries instead of ${count}`);
      return entries;
    },
    async close(patience = 0) {
      await proxy.close(patience);
      file.close();
    },
  };
}
