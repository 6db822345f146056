// One recording: an instance, a recorder in front of it, the steps, and the HAR 1.2 text that comes of them.
import type { Instance } from '../../test/instances/instance.ts';
import { renderHar } from './har.ts';
import { Clock, startRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';

export interface Recording {
  readonly vendor: string;
  /** File name without `.har`. */
  readonly name: string;
  readonly text: string;
}

export interface Plan {
  readonly vendor: string;
  readonly name: string;
  readonly origin: string;
  readonly base64?: boolean;
}

export async function record(
  plan: Plan,
  start: (now: () => Date) => Promise<Instance>,
  steps: (step: Recorder['step']) => Promise<void>,
): Promise<Recording> {
  const clock = new Clock('2026-01-12T08:15:42Z');
  const instance = await start(clock.now);
  const recorder = await startRecorder(instance.url, clock).catch(async (error: unknown) => {
    await instance.stop();
    throw error;
  });
  try {
    await steps(recorder.step);
    const text = renderHar(recorder.wires, { origin: plan.origin, base64: plan.base64 ?? false });
    return { vendor: plan.vendor, name: plan.name, text };
  } finally {
    await recorder.close();
    await instance.stop();
  }
}
