/** As a string of a style sheet: nothing that somebody wrote ends it. */
const quoted = (text: string): string => `"${text.replace(/[^\p{L}\p{N} .,:;·+()/'-]/gu, (sign) => escaped(sign))}"`

const escaped = (sign: string): string => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `

export interface PrintMarkProps {
  /** Whose paper it is, and what. */
  readonly words: readonly string[]
  readonly simulated: boolean
}

export const pageMarks = ({ words, simulated }: PrintMarkProps): string => {
  const look = 'font: 9pt Inter, sans-serif; color: #333'
  return `@page { margin: 16mm 12mm;
@top-left { content: ${quoted(words.join(' · '))}; ${look}; white-space: pre-wrap; width: 80% }
@top-right { content: ${quoted(simulated ? 'SIMULATED' : '')}; ${look}; font-weight: 700 }
@bottom-right { content: "Page " counter(page) " of " counter(pages); ${look} } }`
}

/** On every printed page whose it is, which of how many, and SIMULATED where it is: pages of a heap are mixed up. */
export const PrintMark = (mark: PrintMarkProps) => <style media="print">{pageMarks(mark)}</style>
