/**
 * The import table: what a room may import besides itself. Nothing that is not listed here passes.
 * `node:` stands for Node's own modules, `npm:name` for a package, `npm:*` for any; all else is a path prefix.
 * @type {Record<string, readonly string[]>}
 */
const MAY_IMPORT = {
  'shared/domain': [],
  'shared/wire': ['shared/domain/', 'npm:zod'],

  'server/core': ['shared/domain/'],
  'server/ports': ['server/core/', 'shared/'],
  'server/engine': ['server/core/', 'server/ports/', 'shared/domain/'],
  'server/ingest': ['server/ports/', 'shared/', 'npm:zod'],
  'server/sources': ['server/ports/', 'shared/', 'node:', 'npm:express', 'npm:mqtt', 'npm:aedes'],
  'server/store': ['server/ports/', 'server/core/', 'shared/', 'node:', 'npm:pg'],
  'server/hub': ['server/ports/', 'shared/', 'node:', 'npm:socket.io'],
  'server/api': [
    'server/ports/',
    'server/core/(statistics|thinning|alarm-)',
    'shared/',
    'node:',
    'npm:express',
    'npm:helmet',
    'npm:zod',
  ],
  'server/auth': ['server/ports/', 'server/core/(statistics|alarm-)', 'shared/', 'node:', 'npm:zod'],
  'server/reports': [
    'server/ports/',
    'server/core/(statistics|thinning|alarm-|artefact-suggestions)',
    'shared/',
    'node:',
    'npm:pdfkit',
    'npm:fflate',
    'npm:zod',
    'npm:@fontsource/inter',
    '@medplum/fhirtypes$',
  ],
  // Tells the world outside that nobody came to an alarm.
  'server/notices': ['server/ports/', 'shared/', 'node:', 'npm:zod', 'npm:nodemailer'],
  // The command line reaches the rest through the composition root: the files of server/ itself.
  'server/cli': ['server/core/', 'server/ports/', 'server/[a-z-]+[.]ts', 'shared/', 'node:'],
  'server/[a-z-]+[.]ts': ['server/', 'shared/', 'node:', 'npm:*'],

  'client/ui': ['shared/domain/', 'npm:react', 'npm:react-dom', 'npm:@mantine', 'npm:@tabler', 'npm:dayjs'],
  'client/live': ['shared/', 'npm:zod', 'npm:zustand', 'npm:socket.io-client'],
  'client/http': ['shared/', 'npm:@tanstack/react-query'],
  // What every screen of alarms needs alike: its sound, and what it tells the server of itself.
  'client/signals': ['client/(live|ui)/', 'shared/', 'npm:react', 'npm:zustand', 'npm:@tabler'],
  // Who answers for which bays: on the board, at the bedside and above every page of staff.
  'client/handover': ['client/(live|http|ui|signals)/', 'shared/', 'npm:*'],
  'client/(wall|board|bedside|intake|review|alarms|deliveries|protocols|admin|login)': [
    'client/(live|http|ui|signals|handover)/',
    'shared/',
    'npm:*',
  ],
  'client/(app/|main[.]tsx)': ['client/', 'shared/', 'npm:*'],
}

/** A room is a folder, or some files named outright. @param {string} room */
const pathOf = (room) => (room.includes('[.]') ? `^${room}` : `^${room}/`)

/** @param {string} allowed */
function allowedPath(allowed) {
  if (allowed === 'npm:*') return '(^|/)node_modules/'
  if (allowed.startsWith('npm:')) return `(^|/)node_modules/(@types/)?${allowed.slice('npm:'.length)}/`
  return `^${allowed}`
}

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const roomRules = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `room ${room}`,
  severity: 'error',
  comment: 'This room may import only what the table in .dependency-cruiser.js lists for it.',
  from: { path: pathOf(room) },
  to: {
    pathNot: [pathOf(room), ...allowed.filter((entry) => entry !== 'node:').map(allowedPath)],
    ...(allowed.includes('node:') ? { dependencyTypesNot: ['core'] } : {}),
  },
}))

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const furtherRules = [
  {
    name: 'every file has a room',
    severity: 'error',
    comment: 'A file outside of the table escapes it: put it into a room, or give the table a new one.',
    module: {
      path: '^(shared|server|client)/',
      pathNot: Object.keys(MAY_IMPORT).map(pathOf),
      numberOfDependentsLessThan: 100,
    },
    from: {},
  },
  {
    name: 'no cycles',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'nothing imports tests',
    severity: 'error',
    from: { pathNot: '^tests/' },
    to: { path: '^tests/' },
  },
  {
    name: 'sources do not import each other',
    severity: 'error',
    from: { path: '^server/sources/([^/.]+)' },
    to: { path: '^server/sources/', pathNot: '^server/sources/$1([.]ts$|/)' },
  },
  {
    name: 'stores do not import each other',
    severity: 'error',
    from: { path: '^server/store/(memory|sqlite|postgres)' },
    to: { path: '^server/store/(memory|sqlite|postgres)', pathNot: '^server/store/$1' },
  },
  {
    name: 'screens do not import each other',
    severity: 'error',
    from: { path: '^client/(wall|board|bedside|intake|review|alarms|deliveries|protocols|admin|login)/' },
    to: {
      path: '^client/(wall|board|bedside|intake|review|alarms|deliveries|protocols|admin|login)/',
      pathNot: '^client/$1/',
    },
  },
  {
    name: 'the socket stays in client/live',
    severity: 'error',
    from: { path: '^client/', pathNot: '^client/live/' },
    to: { path: 'node_modules/socket[.]io-client/' },
  },
  {
    name: 'everything resolves',
    severity: 'error',
    from: {},
    // A package of types alone has no file to resolve to.
    to: { couldNotResolve: true, pathNot: '^@medplum/fhirtypes$' },
  },
  {
    name: 'the product needs no development package',
    severity: 'error',
    from: { path: '^(shared|server|client)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
]

/** @satisfies {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...roomRules, ...furtherRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^tests/fixtures/' },
    // Type imports count: a type from the wrong room is the first thread of the wrong knot.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
