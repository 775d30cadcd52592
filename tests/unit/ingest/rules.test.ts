import { describe, expect, test } from 'vitest'
import { ClockOffset } from '../../../server/ingest/clock-offset.ts'
import { IdentityWatch } from '../../../server/ingest/identity-watch.ts'
import { maskInput } from '../../../server/ingest/masking.ts'
import { MAX_MESSAGES_PER_SECOND, MessageRate } from '../../../server/ingest/message-rate.ts'
import { judge } from '../../../server/ingest/plausibility.ts'
import { toMetricUnit } from '../../../server/ingest/units.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../../shared/domain/vital.ts'
import { afterNoon, NOON } from '../../support/door.ts'

describe('units', () => {
  test.each<[Metric, number, string | undefined, number]>([
    ['hr', 72, undefined, 72],
    ['hr', 72, '', 72],
    ['hr', 72, 'bpm', 72],
    ['hr', 72, '/min', 72],
    ['hr', 72, '/min^/min^UCUM', 72],
    ['hr', 72, '264864^MDC_DIM_BEAT_PER_MIN^MDC', 72],
    ['hr', 72, '0004-0aa0^bpm^MDIL', 72],
    ['rr', 14, '0004-0ae0^rpm^MDIL', 14],
    ['rr', 14, '{breaths}/min', 14],
    ['rr', 14, 'br/min', 14],
    ['hr', 72, 'beats per minute', 72],
    ['temp', 37.1, 'º C', 37.1],
    ['spo2', 97, '%', 97],
    ['spo2', 97, '0004-0220^%^MDIL', 97],
    ['sbp', 120, 'mm[Hg]', 120],
    ['sbp', 120, 'mm(hg)^^ISO+', 120],
    ['sbp', 120, 'mmHg', 120],
    ['sbp', 16, 'kPa', 120.01],
    ['etco2', 5, 'kPa', 37.5],
    ['temp', 37.1, 'cel^^ISO+', 37.1],
    ['temp', 37.1, '°C', 37.1],
    ['temp', 98.6, 'degF', 37],
    ['temp', 98.6, '268160^MDC_DIM_FAHR^MDC', 37],
    ['temp', 98.6, '0004-1780^degF^MDIL', 37],
    ['temp', 310.15, 'K', 37],
    ['pi', 4.2, '0004-0200^^MDIL', 4.2],
  ])('%s %d in %s is %d', (metric, value, unit, wanted) => {
    expect(toMetricUnit(metric, value, unit)).toEqual({ ok: true, value: wanted })
  })

  test.each<[Metric, string, string]>([
    ['hr', 'mmHg', 'wrongUnit'],
    ['temp', '%', 'wrongUnit'],
    // A ratio of 0.97 and a percentage of 97 look alike without a unit.
    ['spo2', '262656^MDC_DIM_DIMLESS^MDC', 'wrongUnit'],
    ['hr', 'furlong', 'unknownUnit'],
    ['hr', 'ms', 'unknownUnit'],
  ])('%s in %s is refused', (metric, unit, code) => {
    expect(toMetricUnit(metric, 1, unit)).toEqual({ ok: false, error: code })
  })
})

describe('plausibility', () => {
  test.each(METRICS)('%s is good at both ends of what is possible and invalid beyond', (metric) => {
    const [low, high] = METRIC_INFO[metric].possible
    const qualityOf = (value: number) => {
      const judged = judge({ metric, value }, false)
      return judged.kind === 'sample' ? judged.quality : judged.status
    }
    const isZeroMissing = metric === 'spo2' || metric === 'pr'
    expect(qualityOf(low)).toBe(isZeroMissing ? 'sensorOff' : 'good')
    expect(qualityOf(high)).toBe('good')
    expect(qualityOf(low - 0.5)).toBe('invalid')
    expect(qualityOf(high + 0.5)).toBe('invalid')
  })

  test.each([-1, -100, -999, -99.9, -10_000, 8_388_607])('%d is never a number', (value) => {
    for (const metric of METRICS) {
      expect(judge({ metric, value }, false)).toEqual({ kind: 'noValue', status: 'noSignal' })
    }
  })

  test('what Nonin sends for nothing is nothing, and 127 is a pulse all the same', () => {
    expect(judge({ metric: 'hr', value: 511 }, false)).toMatchObject({ kind: 'noValue' })
    expect(judge({ metric: 'spo2', value: 127 }, false)).toMatchObject({ kind: 'noValue' })
    expect(judge({ metric: 'pr', value: 127 }, false)).toMatchObject({ kind: 'sample', quality: 'good' })
  })

  test('an oximeter that counts zero has no finger in it', () => {
    expect(judge({ metric: 'spo2', value: 0 }, false)).toEqual({ kind: 'noValue', status: 'sensorOff' })
    expect(judge({ metric: 'pr', value: 0 }, false)).toEqual({ kind: 'noValue', status: 'sensorOff' })
  })

  test('a heart rate of zero beside a pulse is a loose electrode; without one it is zero', () => {
    expect(judge({ metric: 'hr', value: 0 }, true)).toEqual({ kind: 'noValue', status: 'sensorOff' })
    expect(judge({ metric: 'hr', value: 0 }, false)).toEqual({ kind: 'sample', value: 0, quality: 'good' })
  })

  test('what the device says of its signal holds', () => {
    expect(judge({ metric: 'hr', value: 0, status: 'sensorOff' }, false)).toEqual({
      kind: 'noValue',
      status: 'sensorOff',
    })
    expect(judge({ metric: 'spo2', value: 97, status: 'noSignal' }, false)).toEqual({
      kind: 'noValue',
      status: 'noSignal',
    })
    expect(judge({ metric: 'spo2', value: 97, quality: 'poor' }, false)).toMatchObject({ quality: 'poor' })
    expect(judge({ metric: 'spo2', value: 197, quality: 'poor' }, false)).toMatchObject({ quality: 'invalid' })
    expect(judge({ metric: 'spo2', value: null }, false)).toEqual({ kind: 'noValue', status: 'noSignal' })
    expect(judge({ metric: 'spo2', value: null, status: 'ok' }, false)).toEqual({ kind: 'noValue', status: 'sensorOn' })
  })
})

describe('clock offset', () => {
  test('the quickest message tells it best', () => {
    const clock = new ClockOffset()
    clock.heard(afterNoon(-60), afterNoon(3))
    clock.heard(afterNoon(-59), afterNoon(1.2))
    expect(clock.ms).toBe(60_200)
  })

  test('a clock that was set is followed within twenty messages', () => {
    const clock = new ClockOffset()
    clock.heard(NOON, NOON)
    for (let second = 1; second <= 20; second += 1) clock.heard(afterNoon(second - 90), afterNoon(second))
    expect(clock.ms).toBe(90_000)
  })

  test('a device without stamps has none', () => {
    expect(new ClockOffset().ms).toBeNull()
  })
})

describe('identity', () => {
  test.each([
    ['two patients within ten minutes', { location: '', patient: 'B' }, 600, 'patient'],
    ['two places within ten minutes', { location: 'bed 2', patient: '' }, 1, 'location'],
    ['another patient after ten minutes', { location: '', patient: 'B' }, 601, null],
    ['the same again', { location: 'bed 1', patient: 'A' }, 1, null],
    ['nothing said', { location: '', patient: '' }, 1, null],
  ])('%s', (_, said, seconds, conflict) => {
    const watch = new IdentityWatch()
    watch.see({ location: 'bed 1', patient: 'A' }, NOON)
    expect(watch.see(said, afterNoon(seconds))).toBe(conflict)
  })

  test('the first patient still counts from the last time it was named', () => {
    const watch = new IdentityWatch()
    watch.see({ location: '', patient: 'A' }, NOON)
    watch.see({ location: '', patient: 'A' }, afterNoon(500))
    expect(watch.see({ location: '', patient: 'B' }, afterNoon(1_000))).toBe('patient')
  })

  test('what somebody has looked at counts no longer', () => {
    const watch = new IdentityWatch()
    watch.see({ location: '', patient: 'A' }, NOON)
    watch.forget()
    expect(watch.see({ location: '', patient: 'B' }, afterNoon(1))).toBeNull()
  })
})

describe('rate', () => {
  test('the 201st message of a second is too many, the next second begins anew', () => {
    const rate = new MessageRate()
    const taken = Array.from({ length: MAX_MESSAGES_PER_SECOND + 1 }, () => rate.count(NOON))
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(MAX_MESSAGES_PER_SECOND)
    expect(taken.at(-1)).toBe(false)
    expect(rate.count(afterNoon(1))).toBe(true)
  })

  test('messages a second over the last ten whole ones', () => {
    const rate = new MessageRate()
    for (let second = 0; second < 10; second += 1) rate.count(afterNoon(second))
    expect(rate.perSecond(afterNoon(10))).toBe(1)
    expect(rate.perSecond(afterNoon(15))).toBe(0.5)
    expect(rate.perSecond(afterNoon(60))).toBe(0)
  })
})

describe('masking', () => {
  const masked = (text: string): string => maskInput(Buffer.from(text))

  test('names, numbers and dates of people are masked sign by sign', () => {
    const text = masked('MSH|^~\\&|MON||||20260302||ORU^R01|1\rPID|||4711^^^H||Müller^Eva||19800101|F\rNK1|1|Karl')
    expect(text).toBe('MSH|^~\\&|MON||||20260302||ORU^R01|1\nPID|||••••^^^•||••••••^•••||••••••••|•\nNK1|•|••••')
  })

  test('what says nothing of a person stays readable', () => {
    const obx = 'OBX|1|NM|HR||72|bpm|||||F|||20260302||Nurse Ann'
    expect(masked(obx)).toBe('OBX|1|NM|HR||72|bpm|||||F|||20260302||••••• •••')
    expect(masked('PV1||I|ICU^^4||||Dr Who')).toBe('PV1||I|ICU^^4||||•• •••')
  })

  test('the rest of a cut line may be of a person', () => {
    expect(masked('711^^^H||Muster^Eva||19800101')).toBe('•••^^^•||••••••^•••||••••••••')
  })

  test('other rubbish is shown, what cannot be seen written out', () => {
    expect(masked('GET / HTTP/1.1\r\n\0\x0b')).toBe('GET / HTTP/1.1\n<00><0b>')
  })

  test('names in JSON', () => {
    expect(masked('{"patientName": "Eva", "value": 3}')).toBe('{"patientName": "•••", "value": 3}')
  })
})
