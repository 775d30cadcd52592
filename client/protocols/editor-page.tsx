import { Button, Textarea } from '@mantine/core'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { keptSources, protocolDifference } from '../../shared/domain/protocol-difference.ts'
import { draftOf, type ProtocolDraft } from '../../shared/domain/protocol.ts'
import { protocolId } from '../../shared/domain/ids.ts'
import type { ProtocolAnswer } from '../../shared/wire/protocol.ts'
import { protocolVersionSchema, type ProtocolHistory } from '../../shared/wire/protocol-version.ts'
import { request } from '../http/request.ts'
import { useStaff } from '../ui/staff-context.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { DifferenceTable } from './difference-table.tsx'
import { DoseSection, MaximumSection, RampSection } from './dose-section.tsx'
import { checkForm, formOf, withValue, type DraftForm, type Path } from './draft-form.ts'
import { EditorContext } from './editor-context.ts'
import { Section, WordsField } from './fields.tsx'
import { LimitsSection, PhaseLimitsSection } from './limits-section.tsx'
import {
  ChecklistSection,
  CriteriaSection,
  GateSection,
  MaintenanceSection,
  RecoverySection,
} from './list-sections.tsx'
import classes from './protocols.module.css'
import { RecurrenceSection } from './recurrence-section.tsx'
import { newestOf, useForgetProtocols, useHistories, versionOf } from './use-histories.ts'

export type Purpose = 'edit' | 'copy'

interface EditorProps {
  readonly base: ProtocolAnswer
  readonly newest: number
  readonly purpose: Purpose
}

const draftIn = ({ approval: _approval, ...protocol }: ProtocolAnswer): ProtocolDraft =>
  draftOf({ ...protocol, approval: null })

const startForm = (base: ProtocolAnswer, purpose: Purpose): DraftForm => {
  const form = formOf(draftIn(base))
  return purpose === 'edit' ? form : { ...form, id: protocolId(`${base.id}-copy`), name: `${base.name}, copy` }
}

const useSaving = ({ base, newest, purpose }: EditorProps) => {
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const forget = useForgetProtocols()
  const navigate = useNavigate()
  const save = async (protocol: ProtocolDraft, note: string) => {
    setIsSending(true)
    const of = { id: base.id, version: base.version }
    const answer = await request(
      protocolVersionSchema,
      purpose === 'copy'
        ? { method: 'POST', path: '/protocols', body: { protocol, basedOn: of, note } }
        : {
            method: 'POST',
            path: `/protocols/${encodeURIComponent(base.id)}/versions`,
            body: { protocol, basedOn: base.version, newest, note },
          },
    )
    setIsSending(false)
    if (!answer.ok) {
      setRefusal(answer.error.message)
      return
    }
    await forget()
    const { id, version } = answer.value.protocol
    void navigate(`/protocols/${encodeURIComponent(id)}?version=${version}`)
  }
  return { isSending, refusal, save }
}

const Sections = ({ purpose }: { readonly purpose: Purpose }) => (
  <>
    <Section title="Name">
      <div className={classes.row}>
        <WordsField path={['name']} label="Name" />
        <WordsField path={['indication']} label="Indication" />
        {purpose === 'copy' ? <WordsField path={['id']} label="Id, for other programs" /> : null}
      </div>
    </Section>
    <DoseSection />
    <RampSection />
    <MaximumSection />
    <ChecklistSection />
    <GateSection />
    <RecurrenceSection name="bloodPressure" title="Blood pressure" />
    <RecurrenceSection name="check" title="Check on the patient" />
    <LimitsSection />
    <PhaseLimitsSection />
    <RecoverySection />
    <CriteriaSection />
    <MaintenanceSection />
  </>
)

interface SaveBarProps extends EditorProps {
  readonly draft: ProtocolDraft | null
  readonly faultCount: number
  readonly changeCount: number
}

const hintOf = ({ draft, faultCount, changeCount, purpose }: SaveBarProps): string => {
  if (draft === null)
    return `${faultCount === 1 ? 'One field' : `${faultCount} fields`} cannot stand like this: see above.`
  if (purpose === 'edit' && changeCount === 0) return 'Nothing is changed yet.'
  return 'Nobody has approved it then; an approved version stays the one that new visits take.'
}

const SaveBar = (props: SaveBarProps) => {
  const { draft, newest, changeCount, purpose } = props
  const [note, setNote] = useState('')
  const { isSending, refusal, save } = useSaving(props)
  const isReady = draft !== null && note.trim() !== '' && (purpose === 'copy' || changeCount > 0)
  return (
    <div className={classes.save}>
      {refusal === null ? null : (
        <p className={classes.refusal} role="alert">
          {refusal}
        </p>
      )}
      <Textarea
        label="Why"
        required
        autosize
        minRows={1}
        maxRows={3}
        maxLength={400}
        description={hintOf(props)}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button loading={isSending} disabled={!isReady} onClick={() => draft !== null && void save(draft, note.trim())}>
        {purpose === 'copy' ? 'Save as a new protocol' : `Save as version ${newest + 1}`}
      </Button>
    </div>
  )
}

const ProtocolEditor = (props: EditorProps) => {
  const { base, purpose, newest } = props
  const [form, setForm] = useState(() => startForm(base, purpose))
  const settled = useDeferredValue(form)
  const { draft, faults } = useMemo(() => checkForm(settled), [settled])
  const before = useMemo(() => draftIn(base), [base])
  const changes = draft === null ? [] : protocolDifference(before, draft)
  const kept = draft === null ? [] : keptSources(before, draft)
  const set = useCallback(
    (path: Path, value: unknown) => setForm((now) => withValue(now, path, value) as DraftForm),
    [],
  )
  return (
    <EditorContext value={{ form, faults, kept, set }}>
      <div className={classes.editor}>
        <Sections purpose={purpose} />
        {changes.length === 0 ? null : (
          <section className={classes.card} aria-label="Difference">
            <h2 className={classes.cardTitle}>What you change</h2>
            <DifferenceTable
              changes={changes}
              before={`Version ${base.version}`}
              after={purpose === 'copy' ? 'The copy' : `Version ${newest + 1}`}
            />
          </section>
        )}
      </div>
      <SaveBar {...props} draft={draft} faultCount={Object.keys(faults).length} changeCount={changes.length} />
    </EditorContext>
  )
}

const Found = ({ history, purpose }: { readonly history: ProtocolHistory | undefined; readonly purpose: Purpose }) => {
  const [params] = useSearchParams()
  const { role } = useStaff()
  const base = history === undefined ? undefined : versionOf(history, Number(params.get('from')))
  if (role === 'nurse')
    return (
      <StateNotice title="Protocols are edited by clinicians and administrators">
        <Link to="/protocols">To all protocols</Link>
      </StateNotice>
    )
  if (history === undefined || base === undefined)
    return (
      <StateNotice title="There is no such protocol or version">
        <Link to="/protocols">To all protocols</Link>
      </StateNotice>
    )
  const { name, version } = base.protocol
  return (
    <>
      <h1 className={classes.title}>
        {purpose === 'copy' ? 'Copy' : 'Edit'} {name} <span className={classes.number}>from version {version}</span>
      </h1>
      <p className={classes.lead}>
        {purpose === 'copy'
          ? 'The copy is a protocol of its own.'
          : `What is in use does not change: this becomes version ${newestOf(history) + 1}.`}
      </p>
      <ProtocolEditor base={base.protocol} newest={newestOf(history)} purpose={purpose} />
    </>
  )
}

/** Writes a new version, or a copy; what is wrong is told where it stands, while it is written. */
export const EditorPage = ({ purpose }: { readonly purpose: Purpose }) => {
  const { id = '' } = useParams()
  const answer = useHistories()
  return (
    <main className={classes.page}>
      <Link to={`/protocols/${encodeURIComponent(id)}`} className={classes.back}>
        Back without saving
      </Link>
      {answer.state === 'loading' ? <LoadingNotice what="the protocol" /> : null}
      {answer.state === 'failed' ? (
        <FailureNotice what="The protocol" problem={answer.problem} again={answer.again} />
      ) : null}
      {answer.state === 'ready' ? (
        <Found history={answer.data.histories.find((it) => it.id === id)} purpose={purpose} />
      ) : null}
    </main>
  )
}
