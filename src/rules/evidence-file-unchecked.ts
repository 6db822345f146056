// A file in no format Truce reads.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'evidence-file-unchecked',
  severity: 'error',
  title: 'The evidence is in no known format',
  why: 'Nothing in it was judged, so the run ends with exit code 2.',
  fix: 'Name a file in one of these formats (docs/evidence.md has an example of each); leave other files out of the arguments',
});
