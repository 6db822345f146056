// A rule: one question about an examined exchange, with its sentence, reason and remedy. One file in src/rules/ is one rule.
import type { Claim } from './exchange.ts';
import type { Examination } from './examination.ts';
import type { Severity, Side } from './finding.ts';
import type { Location } from './location.ts';

/** What a rule yields; `severity` and `fix` override the rule's own for this one case. */
export interface Violation<Args> {
  readonly args: Args;
  readonly instance: Location;
  readonly contract?: Location;
  readonly severity?: Severity;
  readonly fix?: string;
  readonly related?: readonly { readonly message: string; readonly location: Location }[];
  /** A name that tells this case apart in the fingerprint where both pointers do not, such as that of a header. */
  readonly key?: string;
}

export interface RuleText {
  /** side-part-problem; the file has the same name. Stable for ever. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

/** `Args` is what the sentence is made of; nothing else enters it. */
export interface Rule<Args = never> extends RuleText {
  readonly claims: readonly Claim[];
  /** Severity under `--strict`, where it differs. */
  readonly strict?: Severity;
  message(args: Args): string;
  check(examination: Examination): Iterable<Violation<Args>>;
}

/** A violation in words. */
export interface Told {
  readonly violation: Omit<Violation<unknown>, 'args'>;
  readonly message: string;
}

/** Any rule, whatever its arguments: what the pipeline runs. */
export interface AnyRule extends RuleText {
  readonly claims: readonly Claim[];
  readonly strict?: Severity;
  run(examination: Examination): readonly Told[];
}

/** Declares a rule; binds the sentence to the arguments so that callers need not know their type. */
export function rule<Args>(definition: Rule<Args>): AnyRule {
  const { id, severity, title, why, fix, claims, strict } = definition;
  return {
    id,
    severity,
    title,
    why,
    fix,
    claims,
    ...(strict && { strict }),
    run(examination) {
      const told: Told[] = [];
      for (const violation of definition.check(examination)) told.push({ violation, message: definition.message(violation.args) });
      return told;
    },
  };
}

/** A rule about documents or files: raised while they are loaded and read, so it has its texts and nothing to run. */
export const announced = (text: RuleText): AnyRule => ({ ...text, claims: [], run: () => [] });

export const sideOf = (id: string): Side => id.slice(0, id.indexOf('-')) as Side;
