import type { RecordStore } from './ports/record-store.ts'
import type { SettingsBook } from './ports/settings.ts'
import { settingsSchema, type SiteSettings } from '../shared/wire/site.ts'

/** A shift and its handover. */
const DEFAULTS: SiteSettings = { signInHours: 14 }

const ID = 'site'

/** One document with all of them: what it does not say stands at its default. */
export const createSettingsBook = async (records: RecordStore): Promise<SettingsBook> => {
  const stored = (await records.all('setting')).find(({ id }) => id === ID)
  let settings: SiteSettings = { ...DEFAULTS, ...settingsSchema.partial().parse(stored?.value ?? {}) }
  return {
    now: () => settings,
    change: async (change) => {
      const next = { ...settings, ...change }
      await records.put([{ kind: 'setting', id: ID, value: next }])
      settings = next
      return next
    },
  }
}
