import { fileURLToPath } from 'node:url'
import ranges from '@fontsource/inter/unicode.json' with { type: 'json' }

export type Weight = 'regular' | 'strong'

const FILE_WEIGHT: Readonly<Record<Weight, number>> = { regular: 400, strong: 600 }

/** A part of the typeface, as its maker cut it by script. */
type Subset = keyof typeof ranges

/** The one that nearly every letter is in comes first. */
const SUBSETS: readonly Subset[] = [
  'latin',
  'latin-ext',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'vietnamese',
]

type Range = readonly [first: number, last: number]

/** `U+0000-00FF, U+0131` */
const rangesOf = (text: string): readonly Range[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().replace('U+', '').split('-')
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
  })

const COVERED = new Map(SUBSETS.map((subset) => [subset, rangesOf(ranges[subset])] as const))

const subsetOf = (letter: string): Subset | null => {
  const codePoint = letter.codePointAt(0) ?? 0
  const covers = ([first, last]: Range) => first <= codePoint && codePoint <= last
  return SUBSETS.find((subset) => COVERED.get(subset)?.some(covers)) ?? null
}

/** Text that one font file has all letters of. */
export interface TextRun {
  readonly text: string
  readonly subset: Subset
}

/** Stands for a letter that the typeface does not have: that something is missing is seen, and copied with the text. */
export const MISSING = '?'

/** What people write beside letters, and the typeface lacks, in signs that it has and that read the same. */
const PLAINLY: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '≈': '~',
  '→': '->',
  '←': '<-',
  '☐': '[ ]',
}

/** The letter as it can be written, `₂` as `2`; null: it cannot be. */
const writable = (letter: string): string | null => {
  if (subsetOf(letter) !== null) return letter
  const plain = PLAINLY[letter] ?? letter.normalize('NFKC')
  return Array.from(plain).every((it) => subsetOf(it) !== null) ? plain : null
}

/** Cuts a text where another font file has the next letter. */
export const runsOf = (text: string): readonly TextRun[] => {
  const runs: { text: string; subset: Subset }[] = []
  for (const letter of Array.from(text.normalize('NFC')).flatMap((it) => Array.from(writable(it) ?? MISSING))) {
    const last = runs.at(-1)
    const subset = subsetOf(letter) ?? 'latin'
    if (last?.subset === subset) last.text += letter
    else runs.push({ text: letter, subset })
  }
  return runs
}

/** Whether all of a text can be written. */
export const canWrite = (text: string): boolean =>
  Array.from(text.normalize('NFC')).every((letter) => writable(letter) !== null)

export const fontFile = (subset: Subset, weight: Weight): string =>
  fileURLToPath(import.meta.resolve(`@fontsource/inter/files/inter-${subset}-${FILE_WEIGHT[weight]}-normal.woff`))
