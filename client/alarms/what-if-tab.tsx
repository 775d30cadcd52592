import { Button, NativeSelect, NumberInput, Table } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import type { AlarmTrialResult } from '../../shared/wire/alarm-log.ts'
import { channelWords } from '../ui/alarm-words.ts'
import { ChemText } from '../ui/chem-text.tsx'
import { TableHead } from '../ui/table-head.tsx'
import { formatClock, formatDay } from '../ui/format.ts'
import { FailureNotice, StateNotice } from '../ui/state-notice.tsx'
import type { Filter } from './alarm-filter.ts'
import classes from './alarms.module.css'
import { useTrial, type TrialState } from './use-trial.ts'

const METRICS = ['spo2', 'hr', 'sbp', 'dbp', 'rr', 'etco2', 'temp'] as const satisfies readonly Metric[]

const LIMITS = METRICS.flatMap((metric) =>
  (['low', 'high'] as const).map((direction) => ({
    value: `${metric}.${direction}`,
    label: channelWords(`${metric}.${direction}`),
  })),
).filter(({ value }) => !['spo2.high', 'dbp.low', 'temp.low'].includes(value))

const PRIORITIES = [
  { value: '', label: 'All of them' },
  { value: 'high', label: '*** High' },
  { value: 'medium', label: '** Medium' },
  { value: 'low', label: '* Low' },
]

interface Tried {
  readonly limit: string
  readonly priority: string
  readonly threshold: number | string
  readonly onDelay: number | string
  readonly offDelay: number | string
}

const FIRST: Tried = { limit: 'spo2.low', priority: '', threshold: '', onDelay: 15, offDelay: '' }

const figures = (tried: Tried): Record<string, number> =>
  Object.fromEntries(
    (['threshold', 'onDelay', 'offDelay'] as const).flatMap((name) => {
      const figure = tried[name]
      return typeof figure === 'number' ? [[name, figure]] : []
    }),
  )

const trialOf = (tried: Tried) => {
  const [metric, direction] = tried.limit.split('.')
  return { metric, direction, ...(tried.priority === '' ? {} : { priority: tried.priority }), ...figures(tried) }
}

const share = ({ were, wouldBe }: { readonly were: number; readonly wouldBe: number }): string => {
  if (were === 0) return ''
  const percent = Math.round(((wouldBe - were) / were) * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`
}

const missedWords = ({ real, missed, latestByS }: AlarmTrialResult): string => {
  if (real === 0) return 'No alarm of these visits is known to be real: mark some in the log, or record interventions.'
  const later = latestByS === null || latestByS <= 0 ? '' : ` The others would come up to ${latestByS} s later.`
  return missed.length === 0
    ? `None of ${real} real alarms would have been missed.${later}`
    : `${missed.length} of ${real} real alarms would have been missed.${later}`
}

const MISSED_HEADS = ['Visit', 'Bay', 'Patient', 'Alarm', 'Real because'] as const
const RESULT_HEADS = ['Alarm', 'Were', 'Would be', 'Change'] as const

const Missed = ({ missed }: { readonly missed: AlarmTrialResult['missed'] }) => (
  <Table>
    <TableHead heads={MISSED_HEADS} />
    <Table.Tbody>
      {missed.map(({ id, sessionId, bay, initials, channel, raisedAt, isMarked }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <Link className={classes.link} to={`/review/${sessionId}`}>
              {formatDay(Date.parse(raisedAt))}, {formatClock(Date.parse(raisedAt))}
            </Link>
          </Table.Td>
          <Table.Td>{bay}</Table.Td>
          <Table.Td>{initials}</Table.Td>
          <Table.Td>
            <ChemText text={channelWords(channel)} />
          </Table.Td>
          <Table.Td>{isMarked ? 'marked by hand' : 'an intervention within 5 min'}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)

const Result = ({ result }: { readonly result: AlarmTrialResult }) => (
  <div className={classes.cards}>
    <section className={classes.card}>
      <h2 className={classes.section}>
        {result.wouldBe} alarms in place of {result.were}
        {result.were === result.wouldBe ? '' : ` (${share(result)})`}
      </h2>
      <p className={classes.label}>Over {result.visits} visits, their stored readings run through the same rules.</p>
      <Table>
        <TableHead heads={RESULT_HEADS} />
        <Table.Tbody>
          {result.channels.map((channel) => (
            <Table.Tr key={channel.channel}>
              <Table.Td>
                <ChemText text={channelWords(channel.channel)} />
              </Table.Td>
              <Table.Td>{channel.were}</Table.Td>
              <Table.Td>{channel.wouldBe}</Table.Td>
              <Table.Td>{share(channel)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
    <section className={classes.card}>
      <h2 className={classes.section}>Alarms that mattered</h2>
      <p className={classes.label}>{missedWords(result)}</p>
      {result.missed.length === 0 ? null : <Missed missed={result.missed} />}
    </section>
  </div>
)

const Outcome = ({ state, stop, again }: { state: TrialState; stop: () => void; again: () => void }) => {
  switch (state.at) {
    case 'none':
      return (
        <StateNotice title="Nothing is tried yet">
          <span>Choose a limit and what would be other, then try it. Nothing of any visit is changed by it.</span>
        </StateNotice>
      )
    case 'running':
      return (
        <div className={classes.progress} role="status">
          <progress max={Math.max(1, state.total)} value={state.done} aria-label="Visits gone through" />
          <span>
            {state.done} of {state.total} visits
          </span>
          <Button variant="default" onClick={stop}>
            Stop
          </Button>
        </div>
      )
    case 'failed':
      return <FailureNotice what="The trial" problem={state.problem} again={again} />
    case 'done':
      return <Result result={state.result} />
  }
}

/** Other limits or delays, tried on the visits that were chosen. */
export const WhatIfTab = ({ filter }: { readonly filter: Filter }) => {
  const [tried, setTried] = useState(FIRST)
  const { state, start, stop } = useTrial()
  const change = (changed: Partial<Tried>) => setTried((before) => ({ ...before, ...changed }))
  const metric = tried.limit.slice(0, tried.limit.indexOf('.')) as (typeof METRICS)[number]
  const isEmpty = Object.keys(figures(tried)).length === 0
  const run = () => start(filter, trialOf(tried))
  return (
    <>
      <form
        className={classes.trial}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) run()
        }}
      >
        <NativeSelect
          label="Limit"
          data={LIMITS}
          value={tried.limit}
          onChange={(event) => change({ limit: event.currentTarget.value, threshold: '' })}
        />
        <NativeSelect
          label="Priority"
          data={PRIORITIES}
          value={tried.priority}
          onChange={(event) => change({ priority: event.currentTarget.value })}
        />
        <NumberInput
          label={`Threshold ${METRIC_INFO[metric].unitLabel}`}
          placeholder="as it was"
          value={tried.threshold}
          onChange={(threshold) => change({ threshold })}
        />
        <NumberInput
          label="Delay until it is raised, s"
          placeholder="as it was"
          min={0}
          max={600}
          value={tried.onDelay}
          onChange={(onDelay) => change({ onDelay })}
        />
        <NumberInput
          label="Delay until it ends, s"
          placeholder="as it was"
          min={0}
          max={600}
          value={tried.offDelay}
          onChange={(offDelay) => change({ offDelay })}
        />
        <Button type="submit" disabled={isEmpty || state.at === 'running'}>
          Try it
        </Button>
      </form>
      <Outcome state={state} stop={stop} again={run} />
    </>
  )
}
