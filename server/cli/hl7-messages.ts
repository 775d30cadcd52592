/** What goes into one frame, byte for character. */
export interface Hl7Frame {
  readonly text: string
  /** How many answers its messages ask for, where all is well. */
  readonly answers: number
}

const START = '\x0b'
const END = '\x1c'
const HEADER = /^MSH[^A-Za-z0-9\s]/
const BATCH = /^\s*(?:FHS|BHS)[^A-Za-z0-9\s]/
/** Before each header line; HL7 ends a line with CR, files also with LF. */
const MESSAGE_STARTS = /(?<=^|[\r\n])(?=MSH[^A-Za-z0-9\s])/

/** MSH-15 and MSH-16 of a header line: none at all is the original mode, with one answer. */
const answersWanted = (header: string): number => {
  const fields = header.split(header.charAt(3)).map((field) => field.trim())
  // MSH-1 is the separator itself: what stands second is MSH-2.
  const [accept = '', application = ''] = [fields[14], fields[15]]
  if (accept === '' && application === '') return 1
  return [accept, application].filter((wish) => wish === 'AL' || wish === 'SU').length
}

const toFrame = (text: string): Hl7Frame => {
  const headers = text.split(/[\r\n]+/).filter((line) => HEADER.test(line))
  return { text, answers: headers.reduce((sum, header) => sum + answersWanted(header), 0) }
}

const texts = (content: string): readonly string[] => {
  // A captured stream: what stands between the marks.
  if (content.includes(START)) return content.split(START).map((part) => part.split(END)[0] ?? '')
  return BATCH.test(content) ? [content] : content.split(MESSAGE_STARTS)
}

/** The messages of a file: a captured stream, a batch (which goes as one), or one after another. */
export const readHl7Frames = (bytes: Uint8Array): readonly Hl7Frame[] =>
  texts(Buffer.from(bytes).toString('latin1'))
    .filter((text) => text.split(/[\r\n]+/).some((line) => HEADER.test(line)))
    .map(toFrame)
