import { PackingError } from './packing-error.ts'

const FIRST_CAPACITY = 256
/** Fewer bytes than this are copied faster one by one: most columns of a single batch are shorter. */
const WORTH_A_CALL = 32
/** Of a block that is written in place: enough for 256 MiB. */
const BLOCK_LENGTH_BYTES = 4
/** Distances beyond this are written whole: a zigzag of more would no longer be an exact integer. */
const LARGEST_DISTANCE = 2 ** 51

/** A growing row of bytes; numbers go in as varints (seven bits a byte, lowest first). */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  /** @param value a whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** @param value a whole number of either sign, up to 2^52. */
  signed(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1)
  }

  float64(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow(8)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += 8
  }

  /** The distance from what was expected; any number at all comes back as it was, one that is far or not whole in nine bytes. */
  near(value: number, expected: number): void {
    const distance = value - expected
    const isExact =
      Number.isInteger(distance) && Math.abs(distance) < LARGEST_DISTANCE && Object.is(expected + distance, value)
    if (isExact) {
      this.varint(distance >= 0 ? distance * 2 + 1 : -distance * 2)
    } else {
      this.byte(0)
      this.float64(value)
    }
  }

  raw(bytes: Uint8Array): void {
    this.#copy(bytes, bytes.length)
  }

  /** Length first, then all that the other one holds. */
  block(other: ByteWriter): void {
    this.varint(other.#length)
    this.#copy(other.#bytes, other.#length)
  }

  /** Begins a block that is written in place. @returns what `endBlock` needs. */
  startBlock(): number {
    for (let left = BLOCK_LENGTH_BYTES; left > 0; left--) this.byte(0)
    return this.#length
  }

  /** Its length stands before it, as a varint that always takes the same room. */
  endBlock(start: number): void {
    let rest = this.#length - start
    for (let at = start - BLOCK_LENGTH_BYTES; at < start; at++) {
      this.#bytes[at] = (rest & 0x7f) | (at === start - 1 ? 0 : 0x80)
      rest >>>= 7
    }
    if (rest > 0) throw new PackingError('a block is too long')
  }

  /** UTF-8; UTF-16 where the text has half a character, which UTF-8 cannot hold. The length comes first, twice; its lowest bit tells. */
  text(text: string): void {
    if (text.length <= WORTH_A_CALL && this.#ascii(text)) return
    const isWhole = text.isWellFormed()
    const bytes = Buffer.from(text, isWhole ? 'utf8' : 'utf16le')
    this.varint(bytes.length * 2 + (isWhole ? 0 : 1))
    this.raw(bytes)
  }

  /** Without a copy: valid until the next write. */
  peek(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  /** Forgets what was written after `length`. */
  rewind(length: number): void {
    this.#length = length
  }

  /** @returns false, with nothing written, for a text that is not ASCII. */
  #ascii(text: string): boolean {
    const start = this.#length
    this.varint(text.length * 2)
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code >= 0x80) {
        this.#length = start
        return false
      }
      this.byte(code)
    }
    return true
  }

  #copy(bytes: Uint8Array, length: number): void {
    if (this.#length + length > this.#bytes.length) this.#grow(length)
    if (length > WORTH_A_CALL)
      this.#bytes.set(bytes.length === length ? bytes : bytes.subarray(0, length), this.#length)
    else for (let index = 0; index < length; index++) this.#bytes[this.#length + index] = bytes[index] ?? 0
    this.#length += length
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}
