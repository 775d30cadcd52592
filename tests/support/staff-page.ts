// A member of staff at a browser.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Role } from '../../shared/domain/actor.ts'
import type { Access } from './vigil-process.ts'

const PICTURES = path.resolve(import.meta.dirname, '..', '..', 'test-results', 'staff')

export const BEDSIDE = { width: 1_180, height: 820 }
export const DESK = { width: 1_440, height: 900 }

export interface StaffPage {
  readonly page: Page
  /** What the page said went wrong: uncaught errors, and errors on the console. */
  readonly faults: string[]
}

export const openPage = async (browser: Browser, viewport = BEDSIDE): Promise<StaffPage> => {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  return { page, faults }
}

export const signIn = async (page: Page, { users }: Access, role: Role): Promise<void> => {
  const user = users.find((it) => it.role === role)
  if (user === undefined) throw new Error(`The server has no ${role}.`)
  const { name, password } = user
  await page.getByLabel('Name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
}

/** WCAG 2.2 AA, as far as a program can tell. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}
