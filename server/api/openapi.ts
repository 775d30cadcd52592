import { z } from 'zod'
import { problemSchema } from '../../shared/wire/problem.ts'
import { commandSchemas } from '../../shared/wire/command.ts'
import { json } from './answer.ts'
import { anybody, defineRoute, type Route } from './route.ts'

/** What goes over the wire: what a schema reads, before it is made into types of the domain. */
const jsonSchema = (schema: z.ZodType): object => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return described
}

const content = (schema: object, type = 'application/json') => ({ [type]: { schema } })

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

const queryParameters = (query: z.ZodType | undefined) => {
  if (query === undefined) return []
  const { properties = {}, required = [] }: ObjectSchema = jsonSchema(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

const answerOf = ({ answer: { status, schema, type } }: Route) => ({
  [String(status)]: {
    description: 'Done.',
    ...(schema === undefined ? {} : { content: content(jsonSchema(schema)) }),
    ...(type === undefined ? {} : { content: content({ type: 'string' }, type) }),
  },
  default: { description: 'Refused, with the rule and a sentence.', content: content(jsonSchema(problemSchema)) },
})

const securityOf = (who: Route['who']) => [
  ...(who.includes('nobody') ? [{}] : []),
  ...(who.some((it) => it === 'nurse' || it === 'clinician' || it === 'admin') ? [{ login: [] }] : []),
  ...(who.some((it) => it === 'device' || it === 'display') ? [{ token: [] }] : []),
]

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', maxLength: 200 },
}

/** The one body that is not read by a single schema: each command has its own. */
const COMMAND_PATH = '/sessions/:id/commands'

const commandBody = () => ({ anyOf: Object.values(commandSchemas).map(jsonSchema) })

const bodySchemaOf = ({ path, body }: Route): object | null => {
  if (path === COMMAND_PATH) return commandBody()
  return body === undefined ? null : jsonSchema(body)
}

const operationOf = (route: Route) => {
  const body = bodySchemaOf(route)
  return {
    summary: route.summary,
    description: `For ${route.who.join(', ')}.`,
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(route.query),
      ...(route.path === COMMAND_PATH ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === null ? {} : { requestBody: { required: true, content: content(body) } }),
    responses: answerOf(route),
    security: securityOf(route.who),
  }
}

/** OpenAPI 3.1 of the routes, made from the schemas that check the requests. */
const describeApi = (routes: readonly Route[], base: string, version: string): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = base + route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Vigil', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        login: { type: 'apiKey', in: 'cookie', name: 'login' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

export const openApiRoute = (routes: readonly Route[], base: string, version: string): Route => {
  const description = describeApi(routes, base, version)
  return defineRoute({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description.',
    access: anybody,
    answer: { status: 200 },
    handle: () => json(description),
  })
}
