// A file of evidence that breaks off or cannot be read to its end; the whole parts before the break are still judged.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'evidence-file-malformed',
  severity: 'error',
  title: 'The evidence is damaged',
  why: 'What stands after the damage was not judged, so the run ends with exit code 2.',
  fix: 'Record it again, or cut the file at the place shown',
});
