import { existsSync } from 'node:fs'
import path from 'node:path'
import express, { type Express, type Response } from 'express'

/** Names of built files hold a hash of their content, so that they never change under their name. */
const ASSETS = `${path.sep}assets${path.sep}`

const cacheFor = (response: Response, file: string): void => {
  const forever = file.includes(ASSETS)
  response.set('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
}

const NOT_BUILT = 'The screens are not built: run "npm run build", or start by "npx vigil", which builds them.\n'

/** A record number and a protocol's id are the clinic's own, such as 12.3, and no file lies where these are. */
const NAMED_BY_CLINIC = /^\/(patients|protocols)\//

/** Pages of the client are routes of its own: every address whose last part has no dot is one, and every patient and protocol. */
const isPage = (address: string): boolean => NAMED_BY_CLINIC.test(address) || !/\.[^/]*$/.test(address)

/** Serves the built screens; nothing of them comes from another site. @param folder where vite wrote them */
export const mountClient = (app: Express, folder: string): void => {
  const index = path.join(folder, 'index.html')
  app.use(express.static(folder, { index: false, redirect: false, setHeaders: cacheFor }))
  app.get('/{*page}', (request, response, next) => {
    if (!isPage(request.path)) next()
    else if (existsSync(index)) response.set('cache-control', 'no-cache').sendFile(index, { cacheControl: false })
    else response.status(503).type('text/plain').send(NOT_BUILT)
  })
}
