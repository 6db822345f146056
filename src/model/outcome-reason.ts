// Why an exchange was not judged, fit to be shown: a reason often quotes a request target, whose query and user info may hold secrets.
import type { Outcome } from './report.ts';

export const reasonOf = ({ reason }: Outcome): string | undefined =>
  reason?.replace(/(:\/\/)[^\s/?#@`"']{1,200}@/g, '$1…@').replace(/\?(?=[^\s?`"']{1,4000}=)[^\s`"']*/g, '?…');
