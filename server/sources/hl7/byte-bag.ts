/** Collects bytes in pieces; copies, so that the buffer of a socket is not held by a message that waits. */
export interface ByteBag {
  readonly length: number
  add(bytes: Uint8Array): void
  peek(): Uint8Array
  /** @returns what was collected, and is empty again. */
  take(): Uint8Array
}

export const createByteBag = (): ByteBag => {
  let pieces: Uint8Array[] = []
  let length = 0
  const peek = (): Uint8Array => {
    const all = new Uint8Array(length)
    let at = 0
    for (const piece of pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }
  return {
    get length() {
      return length
    },
    add: (bytes) => {
      if (bytes.length === 0) return
      pieces.push(bytes.slice())
      length += bytes.length
    },
    peek,
    take: () => {
      const all = peek()
      pieces = []
      length = 0
      return all
    },
  }
}
