// A `format` that Truce does not know; JSON Schema makes it an annotation.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-format-unchecked',
  severity: 'info',
  title: 'A format is not checked',
  why: 'The format tells people something that no check enforces.',
  fix: 'Use a format of the OpenAPI format registry, or a `pattern`',
});
