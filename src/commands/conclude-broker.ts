// After the judging of a broker's pacts: results are published where that was asked for, and the report says what became of it.
import { publishResult, recordVersion } from '../broker/publish-results.ts';
import { type PactResult, resultsIn } from '../broker/verification-result.ts';
import type { Remark, Report } from '../model/report.ts';
import { count, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { version } from '../version.ts';
import { attempt, type BrokerArguments, type BrokerEvidence, type BrokerPact } from './broker.ts';
import type { Io } from './io.ts';

/** What a result may not be published without. Throws a UserError. */
export function checkPublishing(
  { publish, providerVersion }: BrokerArguments,
  others: { readonly grep?: string; readonly bail?: number; readonly list: boolean; readonly updateBaseline: boolean },
): void {
  if (!publish) return;
  if (providerVersion === undefined || providerVersion.trim() === '')
    throw new UserError('Results are published for a version of the provider, and none is named', {
      hint: 'Add `--provider-version "$(git rev-parse HEAD)"`',
    });
  const named = [
    ...(others.grep === undefined ? [] : ['--grep']),
    ...(others.bail === undefined ? [] : ['--bail']),
    ...(others.list ? ['--list'] : []),
    ...(others.updateBaseline ? ['--update-baseline'] : []),
  ];
  if (named.length > 0)
    throw new UserError(`\`--publish\` needs every interaction judged and reported, which \`${named[0] ?? ''}\` prevents`, {
      hint: 'Leave one of the two out',
    });
}

/** Publishes, prints the broker's last notices, and answers with the report that tells of it. */
export async function concludeBroker(report: Report, broker: BrokerEvidence, args: BrokerArguments, io: Io): Promise<Report> {
  const resultOf = resultsIn(report);
  const results = broker.pacts.map((pact) => ({ pact, result: resultOf(pact, pact.problem === undefined ? [] : [pact.problem]) }));
  const failures = [...broker.failures, ...broker.pacts.flatMap(({ problem }) => problem ?? [])];
  const published = new Set<BrokerPact>();
  if (args.publish) {
    const recorded = await recordVersions(broker, args, failures);
    for (const { pact, result } of results) {
      if (!recorded.has(pact.provider)) continue;
      const failure = await publishOne(broker, pact, result, args);
      if (failure === undefined) published.add(pact);
      else failures.push(`The result of ${pact.uri} is not published: ${explain(failure)}`);
    }
  }
  for (const { pact, result } of results) tellNotices(broker, pact, result, published.has(pact), io);
  const passed = results.filter(({ result }) => result.success).length;
  const told = args.publish
    ? `${count(published.size, 'result')} published for version ${quote(args.providerVersion ?? '')} of the provider: ${passed} of ${count(results.length, 'pact')} satisfied`
    : `${passed} of ${count(results.length, 'pact')} from the broker satisfied; nothing was published, because \`--publish\` was not given`;
  return {
    ...report,
    ...(failures.length > 0 && { exitCode: 2 as const, couldNotCheck: [...report.couldNotCheck, ...failures].slice(0, 100) }),
    remarks: [
      ...report.remarks,
      ...(report.exitCode === 0 && failures.length === 0 ? results.flatMap(remarkOnPass) : []),
      { severity: 'info', message: told },
    ],
  };
}

/** A run that passes beside a result that does not would puzzle whoever reads only one of them. */
function remarkOnPass({ pact, result }: { readonly pact: BrokerPact; readonly result: PactResult }): Remark[] {
  if (result.success || pact.selected.isPending) return [];
  const failed = result.testResults.find(({ success }) => !success);
  const reason = failed?.exceptions?.[0]?.message ?? failed?.mismatches?.[0]?.description ?? 'it was not judged whole';
  return [{ severity: 'warning', message: `The result of ${pact.uri} is *failed*, though nothing fails the run: ${reason}` }];
}

/** The providers whose version the broker knows now; the results of the others would be found by no branch. */
async function recordVersions(broker: BrokerEvidence, args: BrokerArguments, failures: string[]): Promise<ReadonlySet<string>> {
  const recorded = new Set<string>();
  for (const provider of new Set(broker.pacts.map((pact) => pact.provider))) {
    const failure = await attempt(() =>
      recordVersion(broker.client, broker.index, {
        provider,
        version: args.providerVersion ?? '',
        tags: args.providerTags,
        ...(args.providerBranch !== undefined && { branch: args.providerBranch }),
      }),
    );
    if (failure instanceof UserError) failures.push(`The results of ${provider} are not published: ${explain(failure)}`);
    else recorded.add(provider);
  }
  return recorded;
}

/** The report has one line for it, so the way out stands in that. */
const explain = ({ message, hint }: UserError): string => (hint === undefined ? message : `${message} (${hint})`);

async function publishOne(
  { client }: BrokerEvidence,
  pact: BrokerPact,
  result: PactResult,
  { providerVersion = '', buildUrl }: BrokerArguments,
): Promise<UserError | undefined> {
  const build = { version: providerVersion, truceVersion: version, ...(buildUrl !== undefined && { buildUrl }) };
  const failure = await attempt(() => publishResult(client, pact, result, build));
  return failure instanceof UserError ? failure : undefined;
}

function tellNotices({ client }: BrokerEvidence, { selected }: BrokerPact, { success }: PactResult, isPublished: boolean, io: Io): void {
  const moment = `after_verification:success_${success}_published_${isPublished}`;
  for (const { when, text } of selected.notices) if (when === 'after_verification' || when === moment) io.err(`${client.quote(text)}\n`);
}
