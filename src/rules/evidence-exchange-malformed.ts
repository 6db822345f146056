// One entry or interaction of which no exchange can be made; the others are still judged.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'evidence-exchange-malformed',
  severity: 'error',
  title: 'An exchange cannot be read',
  why: 'It was not judged, and what was not judged proves nothing.',
  fix: 'Mend the entry at the place shown, or take it out',
});
