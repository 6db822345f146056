// A place in a document named by its key: what a change of a whole object points at.
import type { Location } from '../model/location.ts';

export const asKey = ({ source, pointer }: Location): Location => ({ source, pointer, at: 'key' });
