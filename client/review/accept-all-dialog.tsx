import type { ArtefactKind } from '../../shared/domain/artefact.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { ArtefactSuggestion } from '../../shared/wire/artefact.ts'
import { ARTEFACT_WORDS } from './artefact-words.ts'
import { RecordDialog } from './record-dialog.tsx'
import classes from './review.module.css'
import { useOrder } from './use-order.ts'

interface AcceptAllDialogProps {
  readonly view: SessionView
  readonly kind: ArtefactKind
  readonly suggestions: readonly ArtefactSuggestion[]
  readonly onClose: () => void
}

/** Many marks at once are asked for once more, with whose record it is. */
export const AcceptAllDialog = ({ view, kind, suggestions, onClose }: AcceptAllDialogProps) => {
  const order = useOrder(view.id, 'artefact-suggestions', onClose)
  return (
    <RecordDialog
      title={`Mark ${suggestions.length} as artefact: ${ARTEFACT_WORDS[kind].title.toLowerCase()}`}
      view={view}
      order={order}
      action={`Mark all ${suggestions.length}`}
      isIncomplete={false}
      onSend={() => order.send({ judgement: 'accept', ids: suggestions.map(({ id }) => id) })}
      onClose={onClose}
    >
      <p className={classes.plain}>
        {ARTEFACT_WORDS[kind].meaning} The values stay in the record and in the chart, hollow; statistics leave them out
        and say so. Each mark stands in your name.
      </p>
    </RecordDialog>
  )
}
