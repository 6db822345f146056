// How badly a regular expression (ECMA-262 §22.2) can backtrack, told from its text alone.

/** Steps that are taken without a watchdog: some milliseconds. */
const steps = 1e6;
/** What repeats within repeats may cost at most is a power of the length. */
const exponentialLength = (base: number): number => Math.floor(Math.log(steps) / Math.log(base));

const quantifier = /[*+?]|\{\d+(?:,\d*)?\}/y;

interface Count {
  /** `*`, `+`, `{n,}` and back references. */
  unbounded: number;
  /** `?`, `{n,m}` and alternatives. */
  choices: number;
  nested: boolean;
}

/** From how many characters on a match needs a watchdog: Infinity for patterns that take linear time. */
export function dangerousLength(pattern: string): number {
  const { unbounded, choices, nested } = countQuantifiers(pattern);
  if (nested) return exponentialLength(2 + choices + Math.max(0, unbounded - 2));
  // Without `^` every character is a beginning.
  const degree = unbounded + (pattern.startsWith('^') ? 0 : 1);
  const perText = 2 ** choices;
  if (unbounded === 0) return perText <= steps / 1000 ? Infinity : exponentialLength(2);
  return degree === 1 && choices === 0 ? Infinity : (steps / perText) ** (1 / degree);
}

function countQuantifiers(pattern: string): Count {
  const count: Count = { unbounded: 0, choices: 0, nested: false };
  // For each open group, whether something in it varies.
  const groups: boolean[] = [false];
  for (let i = 0; i < pattern.length;) {
    const char = pattern[i];
    let closedVaries = false;
    if (char === '(') {
      groups.push(false);
      i = pattern[i + 1] === '?' ? i + 2 : i + 1;
      continue;
    }
    if (char === '|') {
      count.choices++;
      groups[groups.length - 1] = true;
      i++;
      continue;
    }
    if (char === '\\') {
      if (/[1-9k]/.test(pattern[i + 1] ?? '')) count.unbounded++;
      i += 2;
    } else if (char === '[') i = afterClass(pattern, i);
    else {
      if (char === ')' && groups.length > 1) {
        closedVaries = groups.pop() === true;
        if (closedVaries) groups[groups.length - 1] = true;
      }
      i++;
    }
    quantifier.lastIndex = i;
    const found = quantifier.exec(pattern)?.[0];
    if (found === undefined) continue;
    i += found.length;
    if (pattern[i] === '?') i++;
    const isFixed = found.endsWith('}') && !found.includes(',');
    if (closedVaries && found !== '?') count.nested = true;
    if (isFixed) continue;
    groups[groups.length - 1] = true;
    if (found === '*' || found === '+' || found.endsWith(',}')) count.unbounded++;
    else count.choices++;
  }
  return count;
}

function afterClass(pattern: string, start: number): number {
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === ']') return i + 1;
  }
  return pattern.length;
}
