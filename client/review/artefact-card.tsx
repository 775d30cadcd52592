import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ArtefactKind } from '../../shared/domain/artefact.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { ArtefactSuggestion } from '../../shared/wire/artefact.ts'
import { useStaff } from '../ui/staff-context.ts'
import classes from './artefact.module.css'
import { AcceptAllDialog } from './accept-all-dialog.tsx'
import { ArtefactRow, type ArtefactRowProps } from './artefact-row.tsx'
import { ARTEFACT_WORDS, kindsOf, type OfKind } from './artefact-words.ts'
import { Card } from './card.tsx'
import review from './review.module.css'
import { useOrder } from './use-order.ts'

export interface ArtefactCardProps extends Pick<ArtefactRowProps, 'onPoint' | 'onShow'> {
  readonly view: SessionView
  readonly suggestions: readonly ArtefactSuggestion[]
}

/** Up and down go from suggestion to suggestion; what was judged leaves, and the next one takes its place. */
const useRows = () => {
  const list = useRef<HTMLDivElement>(null)
  const rows = () => [...(list.current?.querySelectorAll<HTMLButtonElement>('button[data-suggestion]') ?? [])]
  const move = (from: Element | null, by: number) => {
    const all = rows()
    const at = all.findIndex((row) => row.closest('li')?.contains(from) === true)
    if (at !== -1) all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }
  return { list, move }
}

type RowProps = Omit<ArtefactRowProps, 'suggestion' | 'onDismiss'>

const Kind = ({
  kind,
  ofKind,
  row,
  onDismiss,
  onAcceptAll,
}: OfKind & {
  readonly row: RowProps
  readonly onDismiss: (id: string) => void
  readonly onAcceptAll: (kind: ArtefactKind) => void
}) => (
  <section aria-label={ARTEFACT_WORDS[kind].title}>
    <div className={classes.kind}>
      <h3 className={review.cardSubtitle}>{ARTEFACT_WORDS[kind].title}</h3>
      {row.mayJudge && ofKind.length > 1 ? (
        <Button variant="default" size="sm" className={classes.act} onClick={() => onAcceptAll(kind)}>
          Accept all {ofKind.length}
        </Button>
      ) : null}
    </div>
    <ul className={review.plainList}>
      {ofKind.map((one) => (
        <ArtefactRow key={one.id} suggestion={one} {...row} onDismiss={onDismiss} />
      ))}
    </ul>
  </section>
)

const Dismissed = ({ suggestions, row }: Pick<ArtefactCardProps, 'suggestions'> & { readonly row: RowProps }) =>
  suggestions.length === 0 ? null : (
    <details className={classes.dismissed}>
      <summary>{suggestions.length} dismissed</summary>
      <ul className={review.plainList}>
        {suggestions.map((one) => (
          <ArtefactRow key={one.id} suggestion={one} {...row} />
        ))}
      </ul>
    </details>
  )

/** What looks like an artefact: a person accepts it or not, and until then it counts as any other value. */
export const ArtefactCard = ({ view, suggestions, onPoint, onShow }: ArtefactCardProps) => {
  const { role } = useStaff()
  const [all, setAll] = useState<ArtefactKind | null>(null)
  const { list, move } = useRows()
  const order = useOrder(view.id, 'artefact-suggestions', () => undefined)
  const open = suggestions.filter(({ state }) => state === 'open')
  const mayJudge = role === 'clinician' || (role === 'nurse' && !view.signed)
  const judge = (judgement: 'accept' | 'dismiss') => (id: string) => {
    move(document.activeElement, 1)
    order.send({ judgement, ids: [id] })
  }
  const row = { mayJudge, isBusy: order.state === 'sending', onPoint, onShow, onAccept: judge('accept') }
  return (
    <Card title={`Suggested artefacts, ${open.length} open`}>
      <p className={review.note}>
        {open.length === 0
          ? 'Nothing else in the readings looks like one. '
          : 'They count until somebody accepts them. '}
        {mayJudge
          ? ''
          : role === 'nurse'
            ? 'The record is signed: a clinician decides.'
            : 'A nurse or clinician decides.'}
      </p>
      {order.problem === null || order.state !== 'refused' ? null : (
        <p className={classes.refusal} role="alert">
          {order.problem.message}
        </p>
      )}
      <div
        ref={list}
        className={classes.list}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          move(event.target as Element, event.key === 'ArrowDown' ? 1 : -1)
        }}
      >
        {kindsOf(open).map((group) => (
          <Kind key={group.kind} {...group} row={row} onDismiss={judge('dismiss')} onAcceptAll={setAll} />
        ))}
        <Dismissed suggestions={suggestions.filter(({ state }) => state === 'dismissed')} row={row} />
      </div>
      {all === null ? null : (
        <AcceptAllDialog
          view={view}
          kind={all}
          suggestions={open.filter(({ kind }) => kind === all)}
          onClose={() => setAll(null)}
        />
      )}
    </Card>
  )
}
