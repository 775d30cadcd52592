// `npm test`: all checks, then all tests. `npm test -- tests/unit/core`: only these tests, without the checks.
import path from 'node:path'
import { ensureInstalled, handOver, launch, npm, ROOT } from '../server/cli/launch.mjs'
import { ensureChromium } from './support/chromium.mjs'

/** The folders whose tests need no browser. */
const WITHOUT_BROWSER = /^(?:\.\/)?tests\/(?:unit|contract|integration|client|architecture)(?:\/|$)/

await launch(async () => {
  const only = process.argv.slice(2)
  const paths = only.filter((word) => !word.startsWith('-'))
  const needsBrowser = paths.length === 0 || !paths.every((one) => WITHOUT_BROWSER.test(one))
  await ensureInstalled({ withDevelopmentPackages: true })
  if (needsBrowser) process.env.VIGIL_CHROMIUM = await ensureChromium()
  if (only.length === 0) {
    const checked = await npm(['run', '--silent', 'check'])
    if (checked !== 0) return checked
  }
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  return handOver([vitest, 'run', ...(only.length === 0 ? ['--coverage'] : only)])
})
