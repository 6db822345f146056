// Why no value can be made: a reason, not a bug.

/** Thrown while making a value; the message is a sentence without a final stop. */
export class Impossible extends Error {}
