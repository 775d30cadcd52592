import { parseArgs, type ParseArgsConfig } from 'node:util'
import { wrongUsage } from './io.ts'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>

type Parsed<O extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>

/** @throws CommandStop with the usage, where the arguments do not fit. */
export const readOptions = <const O extends OptionsConfig>(
  args: readonly string[],
  options: O,
  usage: string,
): Parsed<O> => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    throw wrongUsage(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage}`)
  }
}

/** @throws CommandStop where there are more or fewer positional arguments than it takes. */
export const expectPositionals = (given: readonly string[], count: number, usage: string): void => {
  if (given.length !== count) throw wrongUsage(usage)
}
