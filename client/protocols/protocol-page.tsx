import { formatDay } from '../ui/format.ts'
import { Button, Select } from '@mantine/core'
import { IconCopy, IconDownload, IconPencil } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { keptSources, protocolDifference } from '../../shared/domain/protocol-difference.ts'
import { versionInUse } from '../../shared/domain/protocol-version.ts'
import { groupWord, ROUTE_WORD } from '../../shared/domain/protocol-words.ts'
import type { ProtocolHistory, ProtocolVersionAnswer } from '../../shared/wire/protocol-version.ts'
import { useStaff } from '../ui/staff-context.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { ApproveDialog, RetireDialog } from './decision-dialogs.tsx'
import { DifferenceTable } from './difference-table.tsx'
import { FiguresTable } from './figures-table.tsx'
import classes from './protocols.module.css'
import { Standing } from './standing.tsx'
import { newestOf, useHistories, versionOf } from './use-histories.ts'

const standingOf = ({ protocol, retired, origin }: ProtocolVersionAnswer) => ({
  version: protocol.version,
  isApproved: protocol.approval !== null,
  isRetired: retired !== null,
  origin,
})

/** What new visits take when this version is gone. */
const afterRetiring = (history: ProtocolHistory, version: number): string => {
  const left = versionInUse(history.versions.filter(({ protocol }) => protocol.version !== version).map(standingOf))
  if (left === null) return 'The protocol is then offered to no new visit.'
  return `New visits then take version ${left.version}, which is ${left.isApproved ? 'approved' : 'not approved'}.`
}

interface Shown {
  readonly history: ProtocolHistory
  readonly version: ProtocolVersionAnswer
}

const Actions = ({ history, version }: Shown) => {
  const { role } = useStaff()
  const [asked, setAsked] = useState<'approve' | 'retire' | null>(null)
  const { id, version: number, approval } = version.protocol
  const path = `/protocols/${encodeURIComponent(id)}`
  const isOpen = version.retired === null
  const mayEdit = role !== 'nurse'
  const close = () => setAsked(null)
  return (
    <div className={classes.actions}>
      {isOpen && role === 'clinician' && approval === null ? (
        <Button onClick={() => setAsked('approve')}>Approve version {number}</Button>
      ) : null}
      {mayEdit ? (
        <>
          <Button
            component={Link}
            variant="default"
            to={`${path}/edit?from=${number}`}
            leftSection={<IconPencil size={20} aria-hidden />}
          >
            Edit as a new version
          </Button>
          <Button
            component={Link}
            variant="default"
            to={`${path}/copy?from=${number}`}
            leftSection={<IconCopy size={20} aria-hidden />}
          >
            Copy
          </Button>
        </>
      ) : null}
      <Button
        component="a"
        variant="default"
        href={`/api/v1${path}/versions/${number}/file`}
        download
        leftSection={<IconDownload size={20} aria-hidden />}
      >
        Export
      </Button>
      {isOpen && (role === 'clinician' || (role === 'admin' && approval === null)) ? (
        <Button variant="default" onClick={() => setAsked('retire')}>
          Retire
        </Button>
      ) : null}
      {asked === 'approve' ? <ApproveDialog version={version} onClose={close} /> : null}
      {asked === 'retire' ? (
        <RetireDialog version={version} afterwards={afterRetiring(history, number)} onClose={close} />
      ) : null}
    </div>
  )
}

const madeWords = ({ createdBy, createdAt, note, basedOn, protocol }: ProtocolVersionAnswer): string => {
  const by = createdBy === null ? '' : `${createdBy}, `
  const of =
    basedOn === null ? '' : basedOn.id === protocol.id ? `, from v${basedOn.version}` : `, copied from ${basedOn.id}`
  return `${by}${formatDay(Date.parse(createdAt))}${of}: ${note}`
}

const Versions = ({ history, version }: Shown) => (
  <section className={classes.card} aria-label="Versions">
    <h2 className={classes.cardTitle}>Versions</h2>
    <ol className={classes.versions}>
      {history.versions.toReversed().map((it) => (
        <li key={it.protocol.version}>
          <Link
            to={`?version=${it.protocol.version}`}
            aria-current={it === version ? 'true' : undefined}
            className={classes.versionLink}
          >
            v{it.protocol.version}
            {it.protocol.version === history.inUse ? <span className={classes.inUse}>new visits take it</span> : null}
          </Link>
          <Standing version={it} />
          <span className={classes.muted}>{madeWords(it)}</span>
        </li>
      ))}
    </ol>
  </section>
)

const startOfDifference = ({ history, version }: Shown): number | null => {
  const others = history.versions
    .map(({ protocol }) => protocol.version)
    .filter((it) => it !== version.protocol.version)
  if (version.basedOn?.id === version.protocol.id) return version.basedOn.version
  return others.findLast((it) => it < version.protocol.version) ?? others.at(-1) ?? null
}

const Difference = ({ history, version }: Shown) => {
  const [from, setFrom] = useState(() => startOfDifference({ history, version }))
  const before = versionOf(history, from)
  if (before === undefined) return null
  const changes = protocolDifference(before.protocol, version.protocol)
  const kept = keptSources(before.protocol, version.protocol)
  return (
    <section className={classes.card} aria-label="Difference">
      <div className={classes.head}>
        <h2 className={classes.cardTitle}>What differs in version {version.protocol.version}</h2>
        <Select
          label="Compared with"
          allowDeselect={false}
          data={history.versions
            .filter((it) => it !== version)
            .map(({ protocol }) => ({ value: String(protocol.version), label: `Version ${protocol.version}` }))}
          value={String(from)}
          onChange={(value) => setFrom(Number(value))}
        />
      </div>
      {changes.length === 0 ? (
        <p className={classes.muted}>Nothing differs.</p>
      ) : (
        <DifferenceTable
          changes={changes}
          before={`Version ${before.protocol.version}`}
          after={`Version ${version.protocol.version}`}
        />
      )}
      {kept.length === 0 ? null : (
        <p className={classes.hint}>
          Changed, and the source reads as before: {kept.map(groupWord).join(', ')}. Does it still stand for the new
          figures?
        </p>
      )}
    </section>
  )
}

const Protocol = ({ history, version }: Shown) => {
  const { name, indication, route, version: number } = version.protocol
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>
          {name} <span className={classes.number}>version {number}</span>
        </h1>
        <Standing version={version} />
      </div>
      <p className={classes.lead}>
        {indication}, {ROUTE_WORD[route]}
        {number === history.inUse ? '; new visits take this version.' : '.'}
        {version.retired === null ? '' : ` Retired: ${version.retired.reason}`}
      </p>
      <Actions history={history} version={version} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Difference key={number} history={history} version={version} />
          <section className={classes.card} aria-label="Figures and sources">
            <h2 className={classes.cardTitle}>Figures and their sources</h2>
            <FiguresTable protocol={version.protocol} />
          </section>
        </div>
        <Versions history={history} version={version} />
      </div>
    </>
  )
}

const Found = ({ history }: { readonly history: ProtocolHistory | undefined }) => {
  const [params] = useSearchParams()
  const wanted = params.get('version')
  const version =
    history === undefined
      ? undefined
      : versionOf(history, wanted === null ? (history.inUse ?? newestOf(history)) : Number(wanted))
  if (history === undefined || version === undefined)
    return (
      <StateNotice title="There is no such protocol or version">
        <Link to="/protocols">To all protocols</Link>
      </StateNotice>
    )
  return <Protocol history={history} version={version} />
}

/** One protocol: a version with every figure and its source, what differs from another one, and what may be decided. */
export const ProtocolPage = () => {
  const { id } = useParams()
  const answer = useHistories()
  // Whoever comes from the foot of the editor begins to read at the top.
  useEffect(() => {
    // What it answers is no end of the effect: newer browsers answer a promise.
    window.scrollTo(0, 0)
  }, [])
  return (
    <main className={classes.page}>
      <Link to="/protocols" className={classes.back}>
        All protocols
      </Link>
      {answer.state === 'loading' ? <LoadingNotice what="the protocol" /> : null}
      {answer.state === 'failed' ? (
        <FailureNotice what="The protocol" problem={answer.problem} again={answer.again} />
      ) : null}
      {answer.state === 'ready' ? <Found history={answer.data.histories.find((it) => it.id === id)} /> : null}
    </main>
  )
}
