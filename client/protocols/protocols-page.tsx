import { Table } from '@mantine/core'
import { Link } from 'react-router'
import { doseWords, ROUTE_WORD } from '../../shared/domain/protocol-words.ts'
import type { ProtocolHistory } from '../../shared/wire/protocol-version.ts'
import { useStaff } from '../ui/staff-context.ts'
import { FailureNotice, LoadingNotice, StateNotice } from '../ui/state-notice.tsx'
import { ImportButton } from './import-button.tsx'
import { TableHead } from '../ui/table-head.tsx'
import classes from './protocols.module.css'
import { Standing } from './standing.tsx'
import { newestOf, useHistories, versionOf } from './use-histories.ts'

const waitingWords = (history: ProtocolHistory): string => {
  const waiting = history.versions.filter(
    ({ protocol, retired }) => retired === null && protocol.approval === null && protocol.version !== history.inUse,
  )
  if (waiting.length === 0) return ''
  return `v${waiting.map(({ protocol }) => protocol.version).join(', v')}`
}

const Row = ({ history }: { readonly history: ProtocolHistory }) => {
  const inUse = versionOf(history, history.inUse)
  const shown = inUse ?? versionOf(history, newestOf(history))
  if (shown === undefined) return null
  const { id, name, indication, route, dose } = shown.protocol
  return (
    <Table.Tr>
      <Table.Td>
        <Link className={classes.rowLink} to={`/protocols/${encodeURIComponent(id)}`}>
          {name}
        </Link>
      </Table.Td>
      <Table.Td>{indication}</Table.Td>
      <Table.Td>{ROUTE_WORD[route]}</Table.Td>
      <Table.Td>{doseWords(dose)}</Table.Td>
      <Table.Td>{inUse === undefined ? 'none: all are retired' : `v${inUse.protocol.version}`}</Table.Td>
      <Table.Td>
        <Standing version={shown} />
      </Table.Td>
      <Table.Td className={classes.muted}>{waitingWords(history)}</Table.Td>
    </Table.Tr>
  )
}

const HEADS = ['Protocol', 'Indication', 'Route', 'Dose', 'New visits take', 'Approval', 'Waits for approval'] as const

const List = ({ histories }: { readonly histories: readonly ProtocolHistory[] }) => {
  if (histories.length === 0)
    return (
      <StateNotice title="There is no protocol">
        <span>Import one from a file.</span>
      </StateNotice>
    )
  return (
    <Table.ScrollContainer minWidth={1000}>
      <Table className={classes.table} highlightOnHover>
        <TableHead heads={HEADS} />
        <Table.Tbody>
          {histories.map((history) => (
            <Row key={history.id} history={history} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** The protocols of the clinic, and which version of each new visits take. */
export const ProtocolsPage = () => {
  const { role } = useStaff()
  const answer = useHistories()
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Protocols</h1>
        {role === 'nurse' ? null : <ImportButton />}
      </div>
      <p className={classes.lead}>
        Every figure is a default for your own clinicians to approve. New visits take the newest approved version; a
        visit keeps the one that it began with.
      </p>
      {answer.state === 'loading' ? <LoadingNotice what="the protocols" /> : null}
      {answer.state === 'failed' ? (
        <FailureNotice what="The list of protocols" problem={answer.problem} again={answer.again} />
      ) : null}
      {answer.state === 'ready' ? <List histories={answer.data.histories} /> : null}
    </main>
  )
}
