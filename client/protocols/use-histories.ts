import { useQueryClient } from '@tanstack/react-query'
import {
  protocolHistoriesSchema,
  type ProtocolHistory,
  type ProtocolVersionAnswer,
} from '../../shared/wire/protocol-version.ts'
import { useAnswer, type Answer } from '../http/use-answer.ts'

const KEY = ['protocol-versions'] as const

export const useHistories = (): Answer<{ readonly histories: readonly ProtocolHistory[] }> =>
  useAnswer(KEY, protocolHistoriesSchema, '/protocol-versions')

/** After a change: all that was asked about protocols is asked again. */
export const useForgetProtocols = () => {
  const queries = useQueryClient()
  return async (): Promise<void> => {
    await Promise.all([KEY[0], 'protocols'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
}

export const versionOf = (history: ProtocolHistory, version: number | null): ProtocolVersionAnswer | undefined =>
  history.versions.find((it) => it.protocol.version === version)

export const newestOf = ({ versions }: ProtocolHistory): number =>
  Math.max(0, ...versions.map(({ protocol }) => protocol.version))
