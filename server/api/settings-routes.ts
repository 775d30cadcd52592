import { settingsChangeSchema, settingsSchema } from '../../shared/wire/site.ts'
import type { Audit } from '../ports/accounts.ts'
import type { SettingsBook } from '../ports/settings.ts'
import { json } from './answer.ts'
import { admins, defineRoute, staff, type Route } from './route.ts'

interface SettingsParts {
  readonly settings: SettingsBook
  readonly audit: Audit
}

export const settingsRoutes = ({ settings, audit }: SettingsParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/settings',
    summary: 'What an administrator may set without a restart.',
    access: staff,
    answer: { status: 200, schema: settingsSchema },
    handle: () => json(settings.now()),
  }),
  defineRoute({
    method: 'patch',
    path: '/settings',
    summary: 'Change settings; they hold from the next sign-in on.',
    access: admins,
    body: settingsChangeSchema,
    answer: { status: 200, schema: settingsSchema },
    handle: async ({ body, caller: { staff: person }, address }) => {
      const changed = await settings.change(body)
      const detail = JSON.stringify(body)
      await audit.record({ action: 'settingsChanged', by: { id: person.id, name: person.name }, address, detail })
      return json(changed)
    },
  }),
]
