// The run: signs in, tries every case and workflow of a plan, and asks the checks; what stops it is said of all that was not tried.
import type { Operation } from '../model/contract.ts';
import { UserError } from '../model/user-error.ts';
import { WorkflowRunner } from './arazzo/run.ts';
import type { ArazzoDocument } from './arazzo/model.ts';
import { type Attempt, type Case, isSuccess, type Send, type Tried } from './case.ts';
import type { Check, CheckFinding, CheckOptions } from './check.ts';
import type { Credentials } from './credentials.ts';
import { wait } from './pace.ts';
import type { ProbePlan, Untried } from './plan.ts';
import { prepare, runInputs, withAccept } from './prepare.ts';
import type { RequestValues } from './request-values.ts';
import { Halt, type Session } from './session.ts';
import { plainOperation, type ProbeSettings } from './settings.ts';
import { excuseOf } from './verdicts.ts';
import { shrinkCase } from './shrink-case.ts';
import { writeRequest } from './write-request.ts';

export interface RunOptions {
  readonly session: Session;
  readonly credentials: Credentials;
  readonly settings: ProbeSettings;
  readonly arazzo?: ArazzoDocument;
  readonly checks: readonly Check[];
  readonly checkOptions: CheckOptions;
  /** Stands in a name field of everything that is made. */
  readonly mark: string;
  readonly onTried?: (tried: Tried, findings: readonly Found[]) => void;
}

export interface Found extends CheckFinding {
  readonly check: Check;
  readonly case?: Case;
}

export interface RunResult {
  readonly tried: readonly Tried[];
  readonly found: readonly Found[];
  readonly untried: readonly Untried[];
  /** Why the run ended before its plan. */
  readonly halted?: string;
}

export class ProbeRun {
  readonly workflows: WorkflowRunner | undefined;
  readonly #options: RunOptions;
  readonly #found: Found[] = [];
  readonly #subjects = new Map<string, Promise<string | number>>();

  constructor(options: RunOptions) {
    this.#options = options;
    const { arazzo, session, credentials } = options;
    this.workflows =
      arazzo &&
      new WorkflowRunner({
        document: arazzo,
        send: (values) => this.#sendOfWorkflow(values),
        wait: (ms) => wait(ms, session.options.signal),
        inputOf: (name) => credentials.input(name),
        given: runInputs(options.mark),
      });
  }

  /** Signs in where a workflow gives credentials that are needed and nobody set. Throws a UserError with the reason when it fails. */
  async signIn(): Promise<void> {
    const { credentials, settings, session } = this.#options;
    for (const [key, { workflow, output, prefix }] of settings.credentials) {
      const isNeeded = session.options.contract.operations.some((operation) => !credentials.alternativeFor(operation));
      if (!isNeeded || !this.workflows || !credentials.canSignIn(key)) continue;
      const hint = `Check the credentials, or set ${credentials.variable(key)} yourself`;
      const outcome = await this.workflows.run(workflow, {}).catch((error: unknown) => {
        if (!(error instanceof Halt)) throw error;
        throw new UserError(`Signing in is not possible (workflow \`${workflow}\`): ${error.message}`, { hint });
      });
      const token = outcome.outputs[output];
      if (outcome.failure || typeof token !== 'string' || token === '')
        throw new UserError(
          `Signing in failed (workflow \`${workflow}\`): ${outcome.failure?.message ?? `its output \`${output}\` is empty`}`,
          { hint },
        );
      credentials.signIn(key, prefix + token);
    }
  }

  /** Requests of workflows belong to no case; what looks at every request looks at them, too. */
  async #sendOfWorkflow(values: RequestValues): Promise<Attempt> {
    const send: Send = { values, isDeliberate: false, isAboutOwn: true };
    // Its author says which thing a step is about.
    const attempt = await this.send(send);
    const { operation } = values;
    const own: Case = {
      id: `${operation.contract.id}/${operation.id}/workflow`,
      check: 'workflow-succeeds',
      name: 'a step of a workflow',
      isStep: true,
      operation,
      sends: [send],
    };
    this.#found.push(...this.#judge({ case: own, attempts: [attempt] }));
    return attempt;
  }

  /** Tries everything; never throws for what an instance does. Throws a UserError when ledger or recording cannot be written. */
  async run(plan: ProbePlan): Promise<RunResult> {
    const tried: Tried[] = [];
    const found = this.#found;
    const untried: Untried[] = [...plan.untried];
    for (const one of plan.cases) {
      const { attempts, reason } = await this.#try(one);
      if (reason !== undefined) untried.push({ what: `${one.operation.id}, ${one.check}: ${one.name}`, reason, operation: one.operation });
      if (attempts.length === 0) continue;
      const done: Tried = { case: one, attempts };
      const own = await this.#smaller(one, this.#judge(done));
      tried.push(done);
      found.push(...own);
      this.#options.onTried?.(done, own);
      const excuse = attempts.map(excuseOf).find((text) => text !== undefined);
      if (excuse !== undefined && reason === undefined)
        untried.push({ what: `${one.operation.id}, ${one.check}: ${one.name}`, reason: excuse, operation: one.operation });
    }
    for (const id of plan.workflows) {
      const reason = await this.#workflow(id, found);
      if (reason !== undefined) untried.push({ what: `workflow ${id}`, reason });
    }
    const { halted } = this.#options.session;
    return { tried, found, untried, ...(halted !== undefined && { halted }) };
  }

  /** What a random request found is told of the smallest that does the same. */
  async #smaller(one: Case, found: readonly Found[]): Promise<readonly Found[]> {
    const { checks, checkOptions, settings } = this.#options;
    const check = checks.find(({ id }) => id === one.check);
    const own = found.filter((finding) => finding.check === check && (finding.severity ?? finding.check.severity) === 'error');
    if (!one.isRandom || !check || own.length === 0) return found;
    const send = (wanted: Send): Promise<Attempt> => this.send(wanted);
    const smaller = await shrinkCase(one, own, {
      check,
      checkOptions,
      settings: settings.operations.get(one.operation.id) ?? plainOperation,
      send,
    });
    return [...found.filter((finding) => !own.includes(finding)), ...smaller.map((finding) => ({ ...finding, check, case: one }))];
  }

  async #try(one: Case): Promise<{ readonly attempts: readonly Attempt[]; readonly reason?: string }> {
    const attempts: Attempt[] = [];
    try {
      for (const send of one.sends) {
        const attempt = await this.send(send);
        attempts.push(attempt);
        if (attempt.failure) break;
        // What was deleted, or moved away, is no subject of the next case.
        if (attempt.request.method === 'DELETE' && isSuccess(attempt.status)) this.#subjects.clear();
      }
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      return { attempts, reason: error.message };
    }
    return { attempts };
  }

  /** Throws a Halt with the reason when it cannot be sent. */
  async send(send: Send): Promise<Attempt> {
    const { session, credentials, settings, mark } = this.#options;
    const { operation } = send.values;
    const own = settings.operations.get(operation.id) ?? plainOperation;
    const halted = session.halted;
    if (halted !== undefined) throw new Halt(halted);
    const subject = send.isAboutOwn ? undefined : own.subject && (await this.#subjectOf(operation, own.subject.make));
    const values = prepare(send.values, own, { mark, ...(subject !== undefined && { subject }) });
    const written = writeRequest(values);
    if ('unwritable' in written) throw new Halt(`it cannot be written: ${written.unwritable}`);
    const wire = withAccept(send.rewrite ? send.rewrite(written) : written, operation);
    const use = send.credentials ?? 'given';
    const alternative = credentials.alternativeFor(operation);
    const schemes = use === 'wrong' ? (alternative?.length ? alternative : (credentials.alternativesFor(operation)[0] ?? [])) : alternative;
    if (!schemes && use === 'given') throw new Halt(credentials.lackOf(operation) ?? 'there are no credentials');
    const { request, placed } = credentials.apply(wire, schemes ?? [], use);
    return session.send({ operation, request, placed, send: { ...send, values, ...(subject !== undefined && { isAboutOwn: true }) } });
  }

  #judge(tried: Tried): readonly Found[] {
    const { checks, checkOptions } = this.#options;
    return checks
      .filter((check) => !check.plan || check.id === tried.case.check)
      .flatMap((check) => [...check.judge(tried, checkOptions)].map((finding) => ({ ...finding, check, case: tried.case })));
  }

  async #workflow(id: string, found: Found[]): Promise<string | undefined> {
    const { checks } = this.#options;
    try {
      const outcome = await this.workflows?.run(id, {});
      const check = checks.find((one) => one.id === 'workflow-succeeds');
      const { failure } = outcome ?? {};
      const attempt = failure?.attempt ?? outcome?.attempts.at(-1);
      if (failure && check && attempt)
        found.push({
          check,
          message: `Expected the workflow \`${id}\` to go through, but at the step \`${failure.step}\` ${failure.message}`,
          attempt,
          part: 'response',
          key: `${id}/${failure.step}`,
        });
      return failure && !attempt ? failure.message : undefined;
    } catch (error) {
      if (error instanceof Halt || error instanceof UserError) return error.message;
      throw error;
    }
  }

  /** One for all requests of an operation; made again when it is gone. */
  #subjectOf(operation: Operation, make: string): Promise<string | number> {
    let subject = this.#subjects.get(make);
    if (!subject) {
      subject = this.#make(operation, make);
      this.#subjects.set(make, subject);
      subject.catch(() => this.#subjects.delete(make));
    }
    return subject;
  }

  async #make(operation: Operation, make: string): Promise<string | number> {
    const outcome = await this.workflows?.run(make, {});
    const subject = outcome?.outputs['subject'];
    if (typeof subject === 'string' || typeof subject === 'number') return subject;
    throw new Halt(
      `nothing could be made that \`${operation.id}\` may change: ${outcome?.failure?.message ?? `the workflow \`${make}\` has no output \`subject\``}`,
    );
  }
}
