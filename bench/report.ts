// What a run of sections leaves behind: the machine, the tables as they come, all targets, and what could not be measured.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Section, Target } from './bench.ts';
import { renderSection, renderTargets } from './table.ts';

/** Version of a package the project has installed. */
export function versionOf(name: string): string {
  const file = join(import.meta.dirname, '..', 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** `script` as npm knows it; `remarks` are bullets below the machine's own. */
export function describeMachine(script: string, versions: string, remarks: readonly string[]): string {
  const command = ['npm run', script, ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return bullets([
    `${new Date().toISOString().slice(0, 10)}, \`${command}\``,
    `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 1e9)} GB, Node ${process.versions.node}, ${versions}`,
    ...remarks,
  ]);
}

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}\n`).join('');

export class BenchReport {
  readonly #parts: string[] = [];
  readonly #targets: Target[] = [];
  readonly #failures: string[] = [];

  /** True when a section could not be measured. */
  get hasFailed(): boolean {
    return this.#failures.length > 0;
  }

  /** Prints a part at once and keeps it for the file. */
  show(text: string): void {
    this.#parts.push(text);
    process.stdout.write(`${text}\n`);
  }

  /** Runs the sections one after the other; one that throws is named at the end and costs the others nothing. */
  async run<B>(sections: readonly Section<B>[], bench: B): Promise<void> {
    for (const section of sections) {
      try {
        const result = await section.run(bench);
        this.#targets.push(...result.targets);
        this.show(renderSection(section.title, result));
      } catch (error) {
        this.#failures.push(`${section.title}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.show(`## All targets\n\n${renderTargets(this.#targets)}\n`);
    if (this.hasFailed) this.show(`Could not be measured:\n\n${bullets(this.#failures)}`);
  }

  write(file: string): void {
    writeFileSync(file, `${this.#parts.join('\n').trimEnd()}\n`);
  }
}
