import { Button, Menu } from '@mantine/core'
import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useScheme } from './colour-scheme.ts'
import { useSignedIn } from './staff-context.ts'

export interface PersonMenuProps {
  /** Entries that the server does not have yet. */
  readonly unsent: number
  readonly size?: 'md' | 'xl'
  /** Items of the page that it stands on. */
  readonly children?: ReactNode
}

const ROLE_WORD = { nurse: 'nurse', clinician: 'clinician', admin: 'administrator' } as const

/** Who is signed in, and what is theirs to choose. */
export const PersonMenu = ({ unsent, size = 'md', children }: PersonMenuProps) => {
  const { staff, signOut } = useSignedIn()
  const { scheme, toggle } = useScheme()
  const other = scheme === 'dark' ? 'Light' : 'Dark'
  return (
    <Menu position="bottom-end" width={320} styles={{ item: { minHeight: size === 'xl' ? 64 : 44 } }}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size={size} px="xs" leftSection={<IconUser size={20} aria-hidden />}>
          {staff.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        <Menu.Label>Signed in as {ROLE_WORD[staff.role]}</Menu.Label>
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
