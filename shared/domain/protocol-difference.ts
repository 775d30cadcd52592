import type { FigureGroup, ProtocolDraft } from './protocol.ts'
import { figuresOf, groupWord } from './protocol-words.ts'

/** One thing in which two versions differ, in words. */
export interface ProtocolChange {
  readonly path: string
  readonly label: string
  /** null: it was not there. */
  readonly before: string | null
  /** null: it is not there any more. */
  readonly after: string | null
}

interface Said {
  readonly label: string
  readonly text: string
}

const saidIn = (draft: ProtocolDraft): ReadonlyMap<string, Said> =>
  new Map([
    ...figuresOf(draft).map(({ path, label, text }) => [path, { label, text }] as const),
    ...draft.sources.map(
      ({ about, source }) => [`sources.${about}`, { label: `Source: ${groupWord(about)}`, text: source }] as const,
    ),
  ])

/** What differs, figure by figure and source by source, in the order of the later one; what was taken away comes last. */
export const protocolDifference = (before: ProtocolDraft, after: ProtocolDraft): readonly ProtocolChange[] => {
  const [then, now] = [saidIn(before), saidIn(after)]
  const newOrOther = [...now].flatMap(([path, { label, text }]) => {
    const was = then.get(path)?.text ?? null
    return was === text ? [] : [{ path, label, before: was, after: text }]
  })
  const gone = [...then].flatMap(([path, { label, text }]) =>
    now.has(path) ? [] : [{ path, label, before: text, after: null }],
  )
  return [...newOrOther, ...gone]
}

/** Groups whose figures changed while their source reads as before: does it still stand for them? */
export const keptSources = (before: ProtocolDraft, after: ProtocolDraft): readonly FigureGroup[] => {
  const changed = new Set(protocolDifference(before, after).map(({ path }) => path))
  const groups = [...figuresOf(after), ...figuresOf(before)].flatMap(({ path, about }) =>
    about !== null && changed.has(path) && !changed.has(`sources.${about}`) ? [about] : [],
  )
  return [...new Set(groups)]
}
