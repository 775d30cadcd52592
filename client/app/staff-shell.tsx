import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { createQueryClient } from '../http/query-client.ts'
import { SchemeContext } from '../ui/colour-scheme.ts'
import { ShortcutsContext } from '../ui/use-shortcuts.ts'
import { useAreaScheme } from './area-scheme.ts'
import { useShortcutsSwitch } from './shortcuts-switch.ts'
import { theme, themeVariables } from './theme.ts'

/** What every staff page stands in: component library, theme, queries, notices. The wall does without. */
export const StaffShell = () => {
  const [queries] = useState(createQueryClient)
  const choice = useAreaScheme(useLocation().pathname)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables} forceColorScheme={choice.scheme}>
      <QueryClientProvider client={queries}>
        <SchemeContext value={choice}>
          <ShortcutsContext value={useShortcutsSwitch()}>
            <Notifications position="bottom-right" />
            <Outlet />
          </ShortcutsContext>
        </SchemeContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}
