// What every part of a comparison works with: where changes go, and what compares schemas and parts that are not compared by keyword.
import type { Recorder } from './recorder.ts';
import type { SchemaComparison } from './schema/comparison.ts';
import type { TreeComparison } from './tree.ts';

export interface Tools {
  readonly recorder: Recorder;
  readonly request: SchemaComparison;
  readonly response: SchemaComparison;
  readonly trees: TreeComparison;
}
