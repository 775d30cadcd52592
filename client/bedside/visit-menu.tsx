import { Menu } from '@mantine/core'
import {
  IconAdjustmentsHorizontal,
  IconArrowsExchange,
  IconDeviceHeartMonitor,
  IconDoorExit,
  IconFileText,
  IconPrinter,
  IconRulerMeasure,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { PersonMenu } from '../ui/person-menu.tsx'
import { isOffered, useBedside } from './bedside-context.ts'
import { LimitsSheet } from './limits/limits-sheet.tsx'
import { BaselineSheet } from './sheets/baseline-sheet.tsx'
import { MonitorSheet, MoveSheet } from './sheets/place-sheets.tsx'
import { SHEET_WORD, sheetPath } from './sheet-links.tsx'
import { CancelSheet, TransferSheet } from './sheets/recovery-sheets.tsx'

const ICON = 20

const ITEMS = [
  { type: 'recordBaseline', label: 'Baseline …', Icon: IconRulerMeasure, SheetFor: BaselineSheet },
  { type: 'setLimits', label: 'Alarm limits …', Icon: IconAdjustmentsHorizontal, SheetFor: LimitsSheet },
  { type: 'attachDevice', label: 'Monitor …', Icon: IconDeviceHeartMonitor, SheetFor: MonitorSheet },
  { type: 'moveBay', label: 'Move to another bay …', Icon: IconArrowsExchange, SheetFor: MoveSheet },
  { type: 'transfer', label: 'Transfer …', Icon: IconDoorExit, SheetFor: TransferSheet },
  { type: 'cancel', label: 'Cancel the visit …', Icon: IconX, SheetFor: CancelSheet },
] as const

const SHEETS = ['handover', 'instructions', 'esketamine'] as const

type ItemType = (typeof ITEMS)[number]['type']

/** What is done seldom, behind the name of who is signed in. */
export const VisitMenu = () => {
  const bedside = useBedside()
  const [open, setOpen] = useState<ItemType | null>(null)
  const shown = ITEMS.find(({ type }) => type === open)
  return (
    <>
      <PersonMenu unsent={bedside.orders.length} size="xl">
        <Menu.Label>This visit</Menu.Label>
        {ITEMS.filter(({ type }) => isOffered(bedside, type)).map(({ type, label, Icon }) => (
          <Menu.Item key={type} leftSection={<Icon size={ICON} />} onClick={() => setOpen(type)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} to={`/review/${bedside.view.id}`} leftSection={<IconFileText size={ICON} />}>
          Its record so far
        </Menu.Item>
        {SHEETS.filter((kind) => kind !== 'esketamine' || bedside.view.infusion?.route === 'nasal').map((kind) => (
          <Menu.Item
            key={kind}
            component={Link}
            to={sheetPath(bedside.view, kind)}
            target="_blank"
            leftSection={<IconPrinter size={ICON} />}
          >
            {SHEET_WORD[kind]}
          </Menu.Item>
        ))}
        <Menu.Divider />
      </PersonMenu>
      {shown === undefined ? null : <shown.SheetFor onClose={() => setOpen(null)} />}
    </>
  )
}
