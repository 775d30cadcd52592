#!/usr/bin/env node
import path from 'node:path'
import { ensureClientBuilt } from './client-build.mjs'
import { ensureInstalled, handOver, launch, ROOT } from './launch.mjs'

/** The commands that show screens; `--help` and the like show none. */
const COMMANDS_WITH_SCREENS = ['demo', 'serve']
const FLAGS_WITHOUT_SCREENS = ['--help', '-h', '--print-config']

await launch(async () => {
  const [command = '', ...flags] = process.argv.slice(2)
  await ensureInstalled({ withDevelopmentPackages: false })
  const needsScreens =
    COMMANDS_WITH_SCREENS.includes(command) && !flags.some((it) => FLAGS_WITHOUT_SCREENS.includes(it))
  if (needsScreens) await ensureClientBuilt()
  return handOver([path.join(ROOT, 'server', 'cli', 'main.ts'), ...process.argv.slice(2)])
})
