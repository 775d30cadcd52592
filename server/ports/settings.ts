import type { SiteSettings } from '../../shared/wire/site.ts'

/** What an administrator sets without a restart. */
export interface SettingsBook {
  now(): SiteSettings
  /** Durable when it resolves. */
  change(change: Partial<SiteSettings>): Promise<SiteSettings>
}
