import type { DeviceId } from '../../shared/domain/ids.ts'
import type { VisitRecord } from './visit-record.ts'

/** The devices that readings came from, as they were last called. */
export const devicesOf = ({ written, readings }: VisitRecord): ReadonlyMap<DeviceId, string> => {
  const heard = new Set([...readings.values()].flatMap((series) => series.map(({ deviceId }) => deviceId)))
  const names = new Map(
    written.flatMap((event) =>
      event.type === 'deviceAttached' ? [[event.data.deviceId, event.data.name] as const] : [],
    ),
  )
  return new Map([...heard].flatMap((id) => (id === null ? [] : [[id, names.get(id) ?? id] as const])))
}
