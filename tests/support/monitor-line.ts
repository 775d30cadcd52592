// A monitor on the whole way in: its HL7 goes over the desk through the one door, and what was stored of it is told in words.
import type { DeskParts } from '../../server/sources/hl7/message-desk.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { MS_PER_HOUR, MS_PER_SECOND, plusMs } from '../../shared/domain/time.ts'
import { acknowledged, openDesk } from './desk.ts'
import { afterNoon, createNotingSessions, NOON, openDoor } from './door.ts'

/** `spo2 97`, `hr off`, `sbp 147 -600s`: its age where it is not of now; what is not plain behind it. */
const inWords = (one: Reading): string => {
  const said =
    one.kind === 'sample' ? String(one.value) : { sensorOff: 'off', noSignal: '--', sensorOn: 'on' }[one.status]
  const seconds = (one.measuredAt - NOON) / MS_PER_SECOND
  return [
    one.metric,
    said,
    ...(one.kind === 'sample' && one.quality !== 'good' ? [one.quality] : []),
    ...(seconds === 0 ? [] : [`${seconds}s`]),
    ...(one.origin === 'device' ? [] : [one.origin]),
    ...(one.isBacklog ? ['backlog'] : []),
  ].join(' ')
}

export const openLine = async (more: Partial<DeskParts> = {}) => {
  const noting = createNotingSessions()
  const { door, devices, store } = await openDoor({ noting })
  let now = NOON
  const { desk } = openDesk({ door, clock: { speed: 1, now: () => now }, ...more })
  return {
    noting,
    devices,
    /** @param second after noon, when it arrives. @returns `AA 17` for each answer. */
    send: async (message: string | Uint8Array, second = 0): Promise<readonly string[]> => {
      now = afterNoon(second)
      return acknowledged(await desk.take(typeof message === 'string' ? Buffer.from(message) : message, '10.0.0.9'))
    },
    /** What stands on the shelf of devices without a bay. */
    stored: async (): Promise<readonly string[]> => {
      const ids = devices.list().map(({ id }) => id)
      const held = await Promise.all(
        ids.map((id) => store.readHeld(id, plusMs(NOON, -24 * MS_PER_HOUR), afterNoon(3_600))),
      )
      return held.flat().flatMap(({ readings }) => readings.map(inWords))
    },
  }
}

/** A message in the shape of the device profile. */
export const message = (fields: {
  readonly app?: string
  readonly facility?: string
  readonly time?: string
  readonly type?: string
  readonly id?: string
  readonly processing?: string
  readonly version?: string
  readonly acks?: string
  readonly charset?: string
  readonly rows: readonly string[]
}): string =>
  [
    [
      'MSH|^~\\&',
      fields.app ?? 'EXAM^00B1FFFE00E0A301^EUI-64',
      fields.facility ?? '',
      '',
      '',
      fields.time ?? '20260302120000+0000',
      '',
      fields.type ?? 'ORU^R01^ORU_R01',
      fields.id ?? '7',
      fields.processing ?? 'P',
      fields.version ?? '2.6',
      '',
      '',
      fields.acks ?? '|',
      '',
      fields.charset ?? '',
    ].join('|'),
    ...fields.rows,
  ].join('\r') + '\r'

export const ORDER = 'OBR|1|||182777000^monitoring of patient^SCT|||20260302120000+0000'

/** OBX of the profile: `at` is OBX-14. */
export const row = (
  code: string,
  value: number | string,
  { unit = '', flag = '', status = 'F', at = '', rest = '', part = '1.3.1' } = {},
): string => `OBX|1|NM|${code}|${part}|${value}|${unit}||${flag}|||${status}|||${at}${rest}`

export const SPO2 = '150456^MDC_PULS_OXIM_SAT_O2^MDC'
export const HR = '147842^MDC_ECG_HEART_RATE^MDC'
export const CUFF = '150301^MDC_PRESS_CUFF_SYS^MDC'
