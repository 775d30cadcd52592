/** What is read is not what was written: cut off, altered, or of a format that this program does not know. */
export class PackingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PackingError'
  }
}
