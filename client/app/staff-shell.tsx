import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Outlet } from 'react-router'
import { createQueryClient } from '../http/query-client.ts'
import { theme, themeVariables } from './theme.ts'

/** What every staff page stands in: component library, theme, queries, notices. The wall does without. */
export const StaffShell = () => {
  const [queries] = useState(createQueryClient)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="dark">
      <QueryClientProvider client={queries}>
        <Notifications position="top-right" />
        <Outlet />
      </QueryClientProvider>
    </MantineProvider>
  )
}
