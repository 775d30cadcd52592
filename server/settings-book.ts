import { z } from 'zod'
import { settingsSchema } from '../shared/wire/site.ts'
import type { RecordStore } from './ports/record-store.ts'
import type { SettingsBook } from './ports/settings.ts'

/** A shift and its handover. */
const SIGN_IN_HOURS = 14

const storedSchema = z.object({ signInHours: settingsSchema.shape.signInHours.default(SIGN_IN_HOURS) })

const ID = 'site'

/** One document with all of them: what it does not say stands at its default. */
export const createSettingsBook = async (records: RecordStore): Promise<SettingsBook> => {
  const stored = (await records.all('setting')).find(({ id }) => id === ID)
  let settings = storedSchema.parse(stored?.value ?? {})
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
