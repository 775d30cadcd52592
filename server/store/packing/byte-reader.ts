import { PackingError } from './packing-error.ts'

/** Reads what ByteWriter wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    const value = this.#bytes[this.#at]
    if (value === undefined) throw new PackingError('cut off')
    this.#at++
    return value
  }

  varint(): number {
    let value = 0
    let weight = 1
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
    if (this.#at + 8 > this.#bytes.length) throw new PackingError('cut off')
    const value = this.#view.getFloat64(this.#at, true)
    this.#at += 8
    return value
  }

  near(expected: number): number {
    const coded = this.varint()
    if (coded === 0) return this.float64()
    return expected + (coded % 2 === 1 ? (coded - 1) / 2 : -coded / 2)
  }

  raw(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new PackingError('cut off')
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  /** A reader of its own for what ByteWriter wrote as a block. */
  block(): ByteReader {
    return new ByteReader(this.raw(this.varint()))
  }

  text(): string {
    const coded = this.varint()
    const bytes = this.raw(Math.floor(coded / 2))
    return Buffer.from(bytes).toString(coded % 2 === 0 ? 'utf8' : 'utf16le')
  }
}
