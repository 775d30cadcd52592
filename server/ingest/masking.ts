/** Fields of segments that say nothing of a person: `true` for all. Everything else of a message is masked. */
const CLEAR: Readonly<Record<string, true | ((index: number) => boolean)>> = {
  MSH: true,
  OBX: (index) => index !== 16,
  OBR: (index) => index <= 9 || (index >= 22 && index <= 25),
  PV1: (index) => index <= 3,
  FHS: true,
  BHS: true,
  BTS: true,
  FTS: true,
  MSA: true,
  ERR: true,
  NCK: true,
}

const SEGMENT = /^([A-Z][A-Z0-9]{2})([^A-Za-z0-9\s])/
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/gu

const mask = (text: string): string => text.replaceAll(LETTER_OR_DIGIT, '•')

const maskSegment = (line: string): string => {
  const [, name = '', separator = ''] = SEGMENT.exec(line) ?? []
  // A line of no segment that has field marks may be the rest of one about a person.
  if (name === '') return line.includes('|') ? mask(line) : line
  const isClear = CLEAR[name]
  if (isClear === true) return line
  const fields = line.split(separator)
  return fields.map((field, index) => (index === 0 || isClear?.(index) === true ? field : mask(field))).join(separator)
}

const PERSONAL_KEY = /"([^"]*(?:name|patient|birth|record|mrn)[^"]*)"(\s*:\s*)"[^"]*"/gi

/** What is neither text nor a line end is written out, so that it can be seen. */
const showControls = (text: string): string =>
  text.replaceAll(/[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F]/g, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16).padStart(2, '0')
    return `<${code}>`
  })

/** What arrived, for people to look at: whatever may name a patient is masked sign by sign. */
export const maskInput = (bytes: Uint8Array): string => {
  const text = new TextDecoder('utf-8').decode(bytes)
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '')
  return showControls(lines.map(maskSegment).join('\n')).replaceAll(PERSONAL_KEY, '"$1"$2"•••"')
}
