/** How one message writes its structure: MSH-1 and MSH-2. An empty one is not used by the sender. */
export interface Separators {
  readonly field: string
  readonly component: string
  readonly repetition: string
  readonly escape: string
  readonly subcomponent: string
}

/** One line. `fields[0]` is the name, so that `fields[n]` is the n-th field of every segment, MSH included. Raw text. */
export interface Segment {
  readonly name: string
  readonly fields: readonly string[]
}

export interface Message {
  readonly separators: Separators
  /** MSH first. */
  readonly segments: readonly Segment[]
}

/** @param header the line that begins with MSH. Senders were seen to leave out the escape character. */
export const readSeparators = (header: string): Separators => {
  const field = header.charAt(3)
  const end = header.indexOf(field, 4)
  const marks = header.slice(4, end === -1 ? undefined : end)
  const withoutEscape = marks.length === 3 && marks.endsWith('&')
  return {
    field,
    component: marks.charAt(0) || '^',
    repetition: marks.charAt(1) || '~',
    escape: withoutEscape ? '' : marks.charAt(2),
    subcomponent: withoutEscape ? '&' : marks.charAt(3),
  }
}

const NAME = /^[A-Z][A-Z0-9]{2}$/

const isSegment = (line: string, separators: Separators): boolean =>
  NAME.test(line.slice(0, 3)) && (line.length === 3 || line.charAt(3) === separators.field)

const toSegment = (line: string, separators: Separators): Segment => {
  const fields = line.split(separators.field)
  const name = fields[0] ?? ''
  // MSH-1 is the separator itself.
  return { name, fields: name === 'MSH' ? [name, separators.field, ...fields.slice(1)] : fields }
}

/** A line that is no segment is the rest of the one before it: printed pages and line feeds within a text wrap so. */
const joinWrapped = (lines: readonly string[], separators: Separators): readonly string[] => {
  const whole: string[] = []
  for (const line of lines) {
    const before = whole.at(-1)
    if (before === undefined || isSegment(line, separators)) whole.push(line)
    else whole[whole.length - 1] = `${before} ${line}`
  }
  return whole
}

const HEADER = /^MSH[^A-Za-z0-9\s]/

const LINE_END = /\r\n|\r|\n/

/** What stands before a line and says nothing: spaces, zero bytes, a byte order mark, read as UTF-8 or byte for character. */
const BLANK_START = /^(?:[\s\0\uFEFF]|\u00EF\u00BB\u00BF)+/

export const withoutBlankStart = (text: string): string => text.replace(BLANK_START, '')

/** The lines of a frame, by message: a batch holds several. What stands before the first MSH (FHS, BHS) is no message. */
export const splitMessages = (text: string): readonly (readonly string[])[] => {
  const messages: string[][] = []
  for (const raw of text.split(LINE_END)) {
    const line = withoutBlankStart(raw).replace(/\0+$/, '')
    if (line === '') continue
    if (HEADER.test(line)) messages.push([line])
    else messages.at(-1)?.push(line)
  }
  return messages
}

/** @param lines beginning with MSH. */
export const parseMessage = (lines: readonly string[]): Message => {
  const separators = readSeparators(lines[0] ?? '')
  return { separators, segments: joinWrapped(lines, separators).map((line) => toSegment(line, separators)) }
}

/** Two quotes are HL7's way to say "nothing", on purpose. */
const NULL = '""'

const withoutNull = (text: string): string => (text.trim() === NULL ? '' : text)

export const fieldOf = (segment: Segment | undefined, index: number): string =>
  withoutNull(segment?.fields[index] ?? '')

const split = (text: string, separator: string): readonly string[] =>
  separator === '' ? [text] : text.split(separator)

export const repetitionsOf = (field: string, { repetition }: Separators): readonly string[] => split(field, repetition)

const decodeHex = (digits: string): string =>
  (digits.match(/[0-9A-Fa-f]{2}/g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('')

const meaningOf = (sequence: string, separators: Separators): string => {
  const marks: Readonly<Record<string, string>> = {
    F: separators.field,
    S: separators.component,
    T: separators.subcomponent,
    R: separators.repetition,
    E: separators.escape,
  }
  const mark = marks[sequence]
  if (mark !== undefined) return mark
  if (sequence.startsWith('X')) return decodeHex(sequence.slice(1))
  if (sequence.startsWith('.br') || sequence.startsWith('.sp') || sequence.startsWith('.ce')) return '\n'
  // Highlighting, character sets, indents: nothing that is read here.
  return ''
}

/** Writes out the escape sequences of a component's text. */
export const unescapeText = (text: string, separators: Separators): string => {
  const { escape } = separators
  if (escape === '' || !text.includes(escape)) return text
  const parts = text.split(escape)
  // Sequences stand between pairs of the escape character; a last one without its pair is a plain character.
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part
      return index === parts.length - 1 ? `${escape}${part}` : meaningOf(part, separators)
    })
    .join('')
}

/** The components of a field's first repetition, as text. `[0]` is the first. */
export const componentsOf = (field: string, separators: Separators): readonly string[] =>
  split(repetitionsOf(field, separators)[0] ?? '', separators.component).map((one) =>
    withoutNull(unescapeText(one, separators)).trim(),
  )

/** The parts of a component, given raw. */
export const subcomponentsOf = (component: string, { subcomponent }: Separators): readonly string[] =>
  split(component, subcomponent).map((one) => one.trim())
