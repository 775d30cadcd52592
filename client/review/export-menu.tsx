import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { archivePath } from './archive-path.ts'

interface Export {
  readonly label: string
  readonly path: string
}

const GROUPS: readonly { readonly title: string; readonly exports: readonly Export[] }[] = [
  {
    title: 'To print',
    exports: [
      { label: 'Report, A4 (PDF)', path: 'report.pdf?paper=a4' },
      { label: 'Report, Letter (PDF)', path: 'report.pdf?paper=letter' },
    ],
  },
  {
    title: 'As a table (CSV)',
    exports: [
      { label: 'Readings, one a line', path: 'export.csv?part=readings&form=long' },
      { label: 'Readings, a column each', path: 'export.csv?part=readings&form=wide' },
      { label: 'Events', path: 'export.csv?part=events&form=wide' },
      { label: 'Alarms', path: 'export.csv?part=alarms&form=wide' },
    ],
  },
  { title: 'To another system', exports: [{ label: 'FHIR R4 Bundle (JSON)', path: 'export.fhir.json' }] },
]

interface ExportMenuProps {
  readonly id: SessionId
  /** Without one there is nothing to gather the visits of a patient by. */
  readonly recordNumber: string | undefined
}

const ArchiveItem = ({ recordNumber }: { readonly recordNumber: string }) => (
  <div role="group" aria-label="All visits of this patient">
    <Menu.Label>All visits of this patient</Menu.Label>
    <Menu.Item component="a" href={archivePath(recordNumber)} target="_blank" rel="noreferrer" mih={44}>
      Archive (ZIP)
    </Menu.Item>
  </div>
)

/** Everything that the record can leave as; each is made by the server and says what it is of. */
export const ExportMenu = ({ id, recordNumber }: ExportMenuProps) => (
  <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
    <Menu.Target>
      <Button variant="default" rightSection={<IconChevronDown size={18} aria-hidden />}>
        Export
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {GROUPS.map(({ title, exports }) => (
        <div key={title} role="group" aria-label={title}>
          <Menu.Label>{title}</Menu.Label>
          {exports.map(({ label, path }) => (
            <Menu.Item
              key={path}
              component="a"
              href={`/api/v1/sessions/${encodeURIComponent(id)}/${path}`}
              target="_blank"
              rel="noreferrer"
              mih={44}
            >
              {label}
            </Menu.Item>
          ))}
        </div>
      ))}
      {recordNumber === undefined ? null : <ArchiveItem recordNumber={recordNumber} />}
    </Menu.Dropdown>
  </Menu>
)
