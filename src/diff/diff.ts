// Two contracts compared: every change with both places and what it means by direction. Pure; what text they were written in does not matter.
import { show } from '../model/show.ts';
import { step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { Sameness } from '../openapi/sameness.ts';
import { versionOf } from '../openapi/versions/index.ts';
import type { Change } from './change.ts';
import { compareOperations } from './operations.ts';
import { Recorder } from './recorder.ts';
import { SchemaComparison } from './schema/comparison.ts';
import { TreeComparison } from './tree.ts';

/**
 * The changes from one contract to another, breaking ones first. Order of keys, formatting, descriptions, examples, names of
 * components and path parameters, and whether something is a `$ref` or stands in its place are no changes.
 */
export function diffContracts(old: LoadedContract, new_: LoadedContract): readonly Change[] {
  const recorder = new Recorder();
  const sameness = new Sameness(readingOf(old), readingOf(new_));
  const trees = new TreeComparison(old, new_, sameness);
  compareWhole(old, new_, trees, recorder);
  compareOperations(old, new_, {
    recorder,
    trees,
    request: new SchemaComparison('request', sameness),
    response: new SchemaComparison('response', sameness),
  });
  return recorder.changes();
}

const readingOf = ({ documents, root }: LoadedContract) => ({ documents, version: versionOf(root.document) });

function compareWhole(old: LoadedContract, new_: LoadedContract, trees: TreeComparison, recorder: Recorder): void {
  const places = (...tokens: string[]) => ({
    old: { source: old.location.source, pointer: step(old.root, ...tokens)?.pointer ?? '' },
    new: { source: new_.location.source, pointer: step(new_.root, ...tokens)?.pointer ?? '' },
  });
  if (old.version !== new_.version)
    recorder.add(
      {
        id: 'contract-version-changed',
        message: `the version was ${show(old.version)}, is ${show(new_.version)}`,
        ...places('info', 'version'),
      },
      'contract',
    );
  if (!trees.isSameAt(old.root, new_.root, 'servers'))
    recorder.add({ id: 'contract-servers-changed', message: 'the contract has other servers', ...places('servers') }, 'contract');
  if (!trees.isSameAt(old.root, new_.root, 'webhooks'))
    recorder.add(
      { id: 'contract-webhooks-changed', message: 'the webhooks have changed', reason: 'webhooks are not compared', ...places('webhooks') },
      'contract',
    );
}
