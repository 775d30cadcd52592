import { Kbd, Modal, Switch, Table } from '@mantine/core'
import { useContext, useState } from 'react'
import { useNavigate } from 'react-router'
import { ShortcutsContext, useShortcuts } from '../ui/use-shortcuts.ts'

const KEYS = [
  { keys: ['/'], does: 'Search the visits' },
  { keys: ['g', 'b'], does: 'All bays' },
  { keys: ['g', 'w'], does: 'Wall' },
  { keys: ['g', 'r'], does: 'Review' },
  { keys: ['g', 'l'], does: 'Alarm log' },
  { keys: ['g', 'p'], does: 'Protocols' },
  { keys: ['a'], does: 'Acknowledge the selected alarm' },
  { keys: ['?'], does: 'This list' },
] as const

/** The keys that act on every staff page, and their list. */
export const StaffKeys = () => {
  const [isListed, setIsListed] = useState(false)
  const { isOn, setOn } = useContext(ShortcutsContext)
  const navigate = useNavigate()
  useShortcuts({
    '/': () => void navigate('/review#search'),
    'g b': () => void navigate('/'),
    'g w': () => window.location.assign('/wall'),
    'g r': () => void navigate('/review'),
    'g l': () => void navigate('/alarms'),
    'g p': () => void navigate('/protocols'),
    '?': () => setIsListed(true),
  })
  return (
    <Modal opened={isListed} onClose={() => setIsListed(false)} title="Keys" centered>
      <Table>
        <Table.Tbody>
          {KEYS.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label="Single keys act in this browser"
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </Modal>
  )
}
