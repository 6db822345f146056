// An entry of a kind Truce does not judge, such as a message interaction of a pact.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'evidence-exchange-unchecked',
  severity: 'warning',
  title: 'An exchange was not judged',
  why: 'It is evidence about something else than an HTTP exchange.',
  fix: 'Nothing, if that is what you expect; otherwise hold it against the right tool',
});
