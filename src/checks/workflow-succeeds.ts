// Do the workflows of the Arazzo document go through: what is created can be read back, changed and removed?
import type { Check } from '../live/check.ts';

export default {
  id: 'workflow-succeeds',
  severity: 'error',
  title: 'A workflow does not go through',
  why: 'Each answer may be fine for itself, and still what was written is not what is read back.',
  fix: 'Follow the exchanges of the workflow in the recording; the criterion that failed is named',
  sends: 'the steps of each workflow',
  // The runner of workflows tells what failed; see src/live/workflows.ts.
  *judge() {},
} satisfies Check;
