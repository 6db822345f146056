// A `$ref` to the network or out of the folder of the contract, which is refused unless allowed.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-reference-unchecked',
  severity: 'error',
  title: 'A reference was not followed',
  why: 'A document must not make Truce read files or addresses you did not think of. What depends on it is not judged, so the run ends with exit code 2.',
  fix: 'Copy the document beside the contract, or allow it with `--allow-remote-refs` or `--allow-outside-refs`',
});
