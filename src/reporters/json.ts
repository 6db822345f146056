// The report for programs, written piece by piece; its shape is published as schemas/report.schema.json.
import { createPlaceFinder } from '../model/place.ts';
import { describeEvidence, describeFinding, describeOutcome, flatten, stringify } from '../model/report-values.ts';
import type { Reporter } from '../model/reporter.ts';
import { describeContract, describeMatrix } from './json/matrix.ts';

/** The version of the shape; a new one only where a reader of the old one would break. */
const version = 1;

const reporter: Reporter = {
  id: 'json',
  title: 'For programs: every outcome and every finding (schemas/report.schema.json)',
  *render(report) {
    const { tool, exitCode, failOn, contracts, evidence, totals, outcomes, findings, remarks, couldNotCheck, bailed } = report;
    const { matrix, shortfalls } = report;
    yield '{\n';
    for (const [key, value] of Object.entries({ version, tool, exitCode, failOn, bailed, totals }))
      yield `  "${key}": ${stringify(value)},\n`;
    yield* renderArray('couldNotCheck', couldNotCheck, (reason) => reason, ',');
    yield* renderArray('contracts', contracts, (contract) => contract, ',');
    yield* renderArray('evidence', evidence, describeEvidence, ',');
    yield* renderArray('remarks', remarks, (remark) => remark, ',');
    yield* renderArray('outcomes', outcomes, describeOutcome, ',');
    const findPlace = createPlaceFinder();
    if (shortfalls) yield* renderArray('shortfalls', shortfalls, (shortfall) => shortfall, ',');
    if (matrix) {
      yield `  "matrix": ${stringify(describeMatrix(matrix)).slice(0, -1)},\n`;
      yield* renderArray('contracts', matrix.contracts, (contract) => describeContract(contract, (place) => flatten(findPlace(place))), '');
      yield '  },\n';
    }
    yield* renderArray('findings', findings, (finding) => describeFinding(finding, findPlace), '');
    yield '}\n';
  },
};
export default reporter;

function* renderArray<Item>(key: string, items: readonly Item[], describe: (item: Item) => unknown, comma: string): Iterable<string> {
  yield `  "${key}": [`;
  let separator = '\n    ';
  for (const item of items) {
    yield separator + stringify(describe(item));
    separator = ',\n    ';
  }
  yield `${items.length > 0 ? '\n  ' : ''}]${comma}\n`;
}
