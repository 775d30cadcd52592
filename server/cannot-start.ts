/** What a person who starts the server can do something about, in a sentence. */
export class CannotStart extends Error {}
