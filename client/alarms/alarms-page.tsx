import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { usualFilter } from './alarm-filter.ts'
import classes from './alarms.module.css'
import { AnalysisTab } from './analysis-tab.tsx'
import { FilterBar } from './filter-bar.tsx'
import { LogTab } from './log-tab.tsx'
import { WhatIfTab } from './what-if-tab.tsx'

type Tab = 'log' | 'analysis' | 'whatIf'

const isTab = (text: string | null): text is Tab => text === 'log' || text === 'analysis' || text === 'whatIf'

/** The alarm log, what it comes to, and what other limits would have made of it. */
export const AlarmsPage = () => {
  const [tab, setTab] = useState<Tab>('log')
  const [filter, setFilter] = useState(() => usualFilter(Date.now()))
  const change = (changed: Partial<typeof filter>) => setFilter((before) => ({ ...before, ...changed }))
  const chooseVisit = (session: string) => {
    change({ session })
    setTab('log')
  }
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>Alarms</h1>
      <FilterBar filter={filter} change={change} isOfVisits={tab === 'whatIf'} />
      <Tabs
        value={tab}
        onChange={(chosen) => (isTab(chosen) ? setTab(chosen) : undefined)}
        keepMounted={false}
        color="gray"
      >
        <Tabs.List>
          <Tabs.Tab className={classes.tab} value="log">
            Log
          </Tabs.Tab>
          <Tabs.Tab className={classes.tab} value="analysis">
            Analysis
          </Tabs.Tab>
          <Tabs.Tab className={classes.tab} value="whatIf">
            What if
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel className={classes.panel} value="log">
          <LogTab filter={filter} />
        </Tabs.Panel>
        <Tabs.Panel className={classes.panel} value="analysis">
          <AnalysisTab filter={filter} chooseVisit={chooseVisit} />
        </Tabs.Panel>
        <Tabs.Panel className={classes.panel} value="whatIf">
          <WhatIfTab filter={filter} />
        </Tabs.Panel>
      </Tabs>
    </main>
  )
}
