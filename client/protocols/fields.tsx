import { Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { groupWord } from '../../shared/domain/protocol-words.ts'
import type { FigureGroup } from '../../shared/domain/protocol.ts'
import { FigureInput } from '../ui/figure-input.tsx'
import type { Path } from './draft-form.ts'
import { useEditor, useField } from './editor-context.ts'
import classes from './protocols.module.css'

interface FieldProps {
  readonly path: Path
  readonly label: string
}

export interface FigureFieldProps extends FieldProps {
  readonly unit: string
  readonly decimals?: number
  /** Empty means that nothing is set. */
  readonly isOptional?: boolean
}

export const FigureField = ({ path, label, unit, decimals = 0, isOptional = false }: FigureFieldProps) => {
  const { value, fault, write } = useField(path)
  return (
    <FigureInput
      label={label}
      unit={unit}
      decimals={decimals}
      value={typeof value === 'number' ? value : null}
      error={fault}
      onChange={(next) => write(next === null && isOptional ? undefined : next)}
    />
  )
}

export const WordsField = ({ path, label }: FieldProps) => {
  const { value, fault, write } = useField(path)
  return (
    <TextInput
      className={classes.grow}
      label={label}
      value={typeof value === 'string' ? value : ''}
      error={fault}
      onChange={(event) => write(event.currentTarget.value)}
    />
  )
}

/** Where the figures of a group come from; asks once more where they changed and it did not. */
const SourceField = ({ about }: { readonly about: FigureGroup }) => {
  const { value, fault, write } = useField(['sources', about])
  const { kept } = useEditor()
  return (
    <Textarea
      label={`Source: ${groupWord(about)}`}
      autosize
      minRows={1}
      value={typeof value === 'string' ? value : ''}
      error={fault}
      description={kept.includes(about) ? 'The figures changed: does this source still stand for them?' : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => write(event.currentTarget.value)}
    />
  )
}

export interface SectionProps {
  readonly title: string
  /** Places whose faults have no field of their own. */
  readonly places?: readonly string[]
  readonly sources?: readonly FigureGroup[]
  readonly children: ReactNode
}

const wholeFaults = (faults: Readonly<Record<string, string>>, places: readonly string[]): readonly string[] =>
  Object.entries(faults).flatMap(([where, message]) => {
    const place = places.find(
      (it) => where === it || (where.startsWith(`${it}.`) && /^\d+$/.test(where.slice(it.length + 1))),
    )
    if (place === undefined) return []
    const row = where.slice(place.length + 1)
    return [row === '' ? message : `Row ${Number(row) + 1}: ${message}`]
  })

export const Section = ({ title, places = [], sources = [], children }: SectionProps) => {
  const { faults } = useEditor()
  const found = wholeFaults(faults, places)
  return (
    <fieldset className={classes.section}>
      <legend className={classes.legend}>{title}</legend>
      {found.length === 0 ? null : (
        <ul className={classes.faults} role="alert">
          {found.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      {children}
      {sources.map((about) => (
        <SourceField key={about} about={about} />
      ))}
    </fieldset>
  )
}
