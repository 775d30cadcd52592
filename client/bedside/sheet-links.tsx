import { Link } from 'react-router'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { VisitSheetKind } from '../../shared/wire/visit-sheet.ts'

export const SHEET_WORD: Readonly<Record<VisitSheetKind, string>> = {
  handover: 'Hand-over (SBAR)',
  esketamine: 'Esketamine monitoring sheet',
  instructions: 'Instructions for home',
}

export const sheetPath = (view: Pick<SessionView, 'id'>, kind: VisitSheetKind): string =>
  `/review/${view.id}/sheets/${kind}`

/** Opens beside the bedside, which stays as it is. */
export const SheetLink = ({ view, kind }: { readonly view: SessionView; readonly kind: VisitSheetKind }) => (
  <Link to={sheetPath(view, kind)} target="_blank">
    {SHEET_WORD[kind]}
  </Link>
)
