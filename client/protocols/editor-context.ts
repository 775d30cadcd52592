import { createContext, useContext } from 'react'
import type { FigureGroup } from '../../shared/domain/protocol.ts'
import { valueAt, type DraftForm, type Faults, type Path } from './draft-form.ts'

export interface Editor {
  readonly form: DraftForm
  readonly faults: Faults
  /** Groups that changed while their source reads as before. */
  readonly kept: readonly FigureGroup[]
  /** @param value undefined: taken away */
  readonly set: (path: Path, value: unknown) => void
}

export const EditorContext = createContext<Editor | null>(null)

/** @throws outside of the editor */
export const useEditor = (): Editor => {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('This field stands outside of an editor.')
  return editor
}

/** One place of the form: what stands there, what is wrong with it, and how it is written. */
export const useField = (path: Path) => {
  const { form, faults, set } = useEditor()
  return {
    value: valueAt(form, path),
    fault: faults[path.join('.')] ?? null,
    write: (value: unknown) => set(path, value),
  }
}
