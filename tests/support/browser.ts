import { chromium, type Browser } from 'playwright-core'

/** Nothing of the browser's own may talk to the network, or wait for it, while a test runs. */
const QUIET = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * Starts the Chromium that `npm test` has found; whoever calls this closes it. One browser for a test file is enough:
 * `browser.newContext()` gives each test a person of its own.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.VIGIL_CHROMIUM
  if (executablePath === undefined) throw new Error('VIGIL_CHROMIUM is not set: run browser tests with npm test.')
  return chromium.launch({ executablePath, args: [...QUIET, ...rootOnly()] })
}

/** Chromium's sandbox does not work for root. */
function rootOnly(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
