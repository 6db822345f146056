// Runs a contract and files of evidence through the whole pipeline, in this process, and tells the findings as lines.
import { join } from 'node:path';
import { check, gather, loadContract, openEvidence, type Report } from '../../src/index.ts';
import { folderWith, put } from '../cli/folder.ts';

export type Content = string | Uint8Array;

export interface RunOptions {
  /** Name of the contract's file. */
  readonly name?: string;
  /** Beside the contract. */
  readonly files?: Readonly<Record<string, Content>>;
  readonly network?: boolean;
  readonly outside?: boolean;
}

export interface Run {
  readonly report: Report;
  /** `rule file:line:column message`, one per finding. */
  readonly lines: readonly string[];
  readonly verdicts: readonly string[];
  readonly milliseconds: number;
}

/** Judges `evidence` (named a.har, b.har, …, or by its keys) by `contract`. */
export async function runCheck(
  contract: Content,
  evidence: readonly Content[] | Readonly<Record<string, Content>>,
  options: RunOptions = {},
): Promise<Run> {
  const { name = 'api.yaml', files = {}, network = false, outside = false } = options;
  const named: Record<string, Content> = Array.isArray(evidence)
    ? Object.fromEntries((evidence as readonly Content[]).map((content, index) => [`${String.fromCharCode(97 + index)}.har`, content]))
    : { ...(evidence as Readonly<Record<string, Content>>) };
  const cwd = folderWith();
  put(cwd, { ...files, [name]: contract, ...named });
  const start = performance.now();
  const loaded = await loadContract(name, { cwd, network, outside });
  const report = gather(
    check({
      contracts: [loaded],
      evidence: Object.keys(named).map((uri) => ({ kind: 'file', uri, open: () => openEvidence(join(cwd, uri), uri) })),
    }),
    { contracts: [loaded], failOn: 'error' },
  );
  const milliseconds = performance.now() - start;
  const lines = report.findings.slice(0, 50).map(({ rule, message, instance, contract: place }) => {
    const location = instance ?? place;
    const position = location?.source.position(location.pointer, location.at);
    return `${rule} ${location?.source.uri ?? ''}:${position?.line ?? ''}:${position?.column ?? ''} ${message}`;
  });
  const whole = JSON.stringify(report.findings.map(({ message, fix, about }) => [message, fix, about])) + report.couldNotCheck.join('\n');
  if (whole.includes(cwd)) throw new Error(`a finding names a path of this machine: ${whole.slice(0, 2000)}`);
  return { report, lines, verdicts: report.outcomes.map(({ verdict }) => verdict), milliseconds };
}
