// A finding in one line of the terminal, in the words of the text report, for output that comes while something runs.
import type { Finding } from '../../model/finding.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import { grouped, plain } from '../../model/show.ts';
import type { Paint } from './paint.ts';

/** `times`: how often it was seen so far. */
export function renderFindingLine(finding: Finding, times: number, paint: Paint): string {
  const { severity, rule, about, message, instance, contract } = finding;
  const places = [instance, contract].flatMap((location) => (location ? [plain(showPlace(placeOf(location)), 400)] : []));
  return [
    `${paint.severity[severity](severity)} ${paint.strong(plain(rule))}`,
    plain(about),
    plain(message, 1000),
    ...(times > 1 ? [paint.strong(`× ${grouped(times)}`)] : []),
    paint.dim(places.join(' · ')),
  ]
    .filter((part) => part !== '')
    .join('  ')
    .toWellFormed();
}
