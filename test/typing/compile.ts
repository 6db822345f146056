// Runs the real TypeScript compiler, with every strict flag on, over modules in a folder of their own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderWith } from '../cli/folder.ts';

const root = join(import.meta.dirname, '../..');

const compilerOptions = {
  target: 'es2024',
  lib: ['es2025'],
  module: 'nodenext',
  types: [],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  // Sources of Truce are held to the flags of the project, so only the one file with the types is looked at.
  paths: { truce: [join(root, 'src/model/operation-types.ts')] },
};

/** What the compiler says about these files; empty when it accepts them. */
export function complaintsAbout(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({
    ...files,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions, files: Object.keys(files) }),
  });
  const { stdout, status, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (error) throw error;
  return status === 0 ? '' : stdout;
}
