import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ExportMenu } from '../../../client/review/export-menu.tsx'
import { sessionId } from '../../../shared/domain/ids.ts'

const open = async (recordNumber: string | undefined) => {
  render(
    <MantineProvider env="test">
      <ExportMenu id={sessionId('s_1')} recordNumber={recordNumber} />
    </MantineProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Export' }))
  await screen.findByRole('menuitem', { name: 'FHIR R4 Bundle (JSON)' })
}

test('a record leads to all visits of its patient as one archive', async () => {
  await open('R 7/1')
  const item = screen.getByRole('menuitem', { name: 'Archive (ZIP)' })
  expect(item.getAttribute('href')).toBe('/api/v1/patients/R%207%2F1/archive.zip')
})

test('a record without a number has no visits to gather', async () => {
  await open(undefined)
  expect(screen.queryByRole('menuitem', { name: 'Archive (ZIP)' })).toBeNull()
})
