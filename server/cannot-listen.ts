/** A port that cannot be had, in a sentence. */
export class CannotListen extends Error {}
