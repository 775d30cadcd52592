import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

export interface ZipEntry {
  readonly name: string
  readonly at: Date
  readonly pieces: AsyncIterable<string | Uint8Array>
  /** Packed by itself, as a PDF is: packing it again would cost and win nothing. */
  readonly isPacked: boolean
}

const encoder = new TextEncoder()

const bytesOf = (piece: string | Uint8Array): Uint8Array => (typeof piece === 'string' ? encoder.encode(piece) : piece)

const NOTHING = new Uint8Array()

/** Packs one entry after the other as it is read, so that never more than a piece of it is in memory. */
export async function* zipStream(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const packed: Uint8Array[] = []
  const zip = new Zip((error, data) => {
    if (error !== null) throw error
    packed.push(data)
  })
  for await (const { name, at, pieces, isPacked } of entries) {
    const file = isPacked ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = at
    zip.add(file)
    for await (const piece of pieces) {
      file.push(bytesOf(piece))
      yield* packed.splice(0)
    }
    file.push(NOTHING, true)
    yield* packed.splice(0)
  }
  zip.end()
  yield* packed.splice(0)
}
