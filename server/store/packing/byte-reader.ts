import { PackingError } from './packing-error.ts'

/** Reads what ByteWriter wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #at: number
  /** Made only where a number stands whole, or a text: most readers never need them. */
  #view: DataView | null = null
  #buffer: Buffer | null = null

  /** @param start @param end the part to be read; all of it where they are not given. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end
  }

  byte(): number {
    const value = this.#at < this.#end ? this.#bytes[this.#at] : undefined
    if (value === undefined) throw new PackingError('cut off')
    this.#at++
    return value
  }

  varint(): number {
    const first = this.byte()
    if (first < 0x80) return first
    let value = first & 0x7f
    let weight = 0x80
    for (;;) {
      const next = this.byte()
      value += (next & 0x7f) * weight
      if (next < 0x80) break
      weight *= 0x80
    }
    if (!Number.isSafeInteger(value)) throw new PackingError('a number is too large')
    return value
  }

  signed(): number {
    const coded = this.varint()
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2
  }

  float64(): number {
    const start = this.#skip(8)
    this.#view ??= new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    return this.#view.getFloat64(start, true)
  }

  near(expected: number): number {
    const coded = this.varint()
    if (coded === 0) return this.float64()
    return expected + (coded % 2 === 1 ? (coded - 1) / 2 : -coded / 2)
  }

  raw(length: number): Uint8Array {
    const start = this.#skip(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** A reader of its own for what ByteWriter wrote as a block. */
  block(): ByteReader {
    const length = this.varint()
    const start = this.#skip(length)
    return new ByteReader(this.#bytes, start, start + length)
  }

  text(): string {
    const coded = this.varint()
    if (coded === 0) return ''
    const length = Math.floor(coded / 2)
    const start = this.#skip(length)
    this.#buffer ??= Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
    return this.#buffer.toString(coded % 2 === 0 ? 'utf8' : 'utf16le', start, start + length)
  }

  /** @returns where the skipped bytes begin. */
  #skip(length: number): number {
    const start = this.#at
    if (start + length > this.#end) throw new PackingError('cut off')
    this.#at = start + length
    return start
  }
}
