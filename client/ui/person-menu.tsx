import { Button, Menu } from '@mantine/core'
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { useScheme } from './colour-scheme.ts'
import { useStaff } from './staff-context.ts'

export interface PersonMenuProps {
  /** Entries that the server does not have yet. */
  readonly unsent: number
  readonly signOut: () => void
  readonly size?: 'md' | 'xl'
}

const ROLE_WORD = { nurse: 'nurse', clinician: 'clinician', admin: 'administrator' } as const

/** Who is signed in, and what is theirs to choose. */
export const PersonMenu = ({ unsent, signOut, size = 'md' }: PersonMenuProps) => {
  const { name, role } = useStaff()
  const { scheme, toggle } = useScheme()
  const other = scheme === 'dark' ? 'Light' : 'Dark'
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size={size} px="xs" leftSection={<IconUser size={20} aria-hidden />}>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {ROLE_WORD[role]}</Menu.Label>
        <Menu.Item leftSection={scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />} onClick={toggle}>
          {other} screen
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={20} />} onClick={signOut}>
          Sign out
        </Menu.Item>
        {unsent === 0 ? null : (
          <Menu.Label>{unsent} not saved yet: kept in this browser, and sent when you sign in here again.</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
