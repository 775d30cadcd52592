// A real socket against a scene server: what holds between a browser's live client and a hub.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLiveClient, type LiveClient } from '../../../client/live/live-client.ts'
import { alarmId, sessionId } from '../../../shared/domain/ids.ts'
import { drawnScene, sceneBays } from '../../support/scene.ts'
import { SCENE_TOKEN, startSceneServer, type SceneParts, type SceneServer } from '../../support/scene-server.ts'

const WITHIN = { timeout: 15_000, interval: 20 }
const S1 = sessionId('s-1')

let scene: SceneServer
let live: LiveClient

const start = async (parts: Partial<SceneParts> = {}, token: string | null = SCENE_TOKEN): Promise<void> => {
  scene = await startSceneServer({ sessions: drawnScene, bays: sceneBays(8), ...parts })
  live = createLiveClient({
    url: scene.url,
    device: { monotonic: () => performance.now(), wall: () => Date.now(), onWake: () => () => undefined },
  })
  live.connect(token)
}

const isLive = () => vi.waitFor(() => expect(live.link.getState().health).toBe('live'), WITHIN)
const phaseOf = (id = S1) => live.store.getState().sessions[id]?.view.phase

afterEach(async () => {
  live.disconnect()
  await scene.close()
})

describe('the live client', () => {
  it('shows the snapshot, the server’s time and that the link lives', async () => {
    await start()
    await isLive()
    expect(Object.keys(live.store.getState().sessions)).toHaveLength(7)
    expect(live.store.getState().bays).toHaveLength(8)
    expect(Math.abs((live.clock.now() ?? 0) - scene.now())).toBeLessThan(500)
  })

  it('applies what happens, as it happens', async () => {
    await start()
    await isLive()
    scene.change('s-1', (view) => ({ ...view, phase: 'paused' }))
    await vi.waitFor(() => expect(phaseOf()).toBe('paused'), WITHIN)
  })

  it('asks again from where it stands when an event never came', async () => {
    await start()
    await isLive()
    scene.loseEvent('s-1', (view) => ({ ...view, phase: 'paused' }))
    scene.change('s-2', (view) => ({ ...view, phase: 'paused' }))
    await vi.waitFor(() => expect([phaseOf(), phaseOf(sessionId('s-2'))]).toEqual(['paused', 'paused']), WITHIN)
    expect(scene.watches.at(-1)).toBe(0)
    expect(live.store.getState().behind).toBeNull()
  })

  it('notices by the beat that the last event never came', async () => {
    await start()
    await isLive()
    scene.loseEvent('s-1', (view) => ({ ...view, phase: 'paused' }))
    await vi.waitFor(() => expect(phaseOf()).toBe('paused'), WITHIN)
  })

  it('is stale, then lost, when a server that stays connected falls silent, and live when it speaks again', async () => {
    await start()
    await isLive()
    scene.fallSilent(true)
    const seen: string[] = []
    const stop = live.link.subscribe((link) => seen.push(link.health))
    await vi.waitFor(() => expect(live.link.getState().health).toBe('lost'), WITHIN)
    expect([...new Set(seen)]).toEqual(['live', 'stale', 'lost'].filter((health) => seen.includes(health)))
    expect(seen).toContain('stale')
    scene.fallSilent(false)
    await isLive()
    stop()
  })

  it('drops a message that does not fit as a whole, and counts it', async () => {
    await start()
    await isLive()
    scene.sendRaw('vitals', { at: scene.now(), sessions: { 's-1': { hr: ['high', scene.now(), 'good'] } } })
    await vi.waitFor(() => expect(live.link.getState()).toMatchObject({ dropped: 1, lastDropped: 'vitals' }), WITHIN)
    expect(live.store.getState().sessions[S1]?.view.vitals.hr?.value).toBe(84)
  })

  it('tells the server what is shown and how the screen stands', async () => {
    await start()
    await isLive()
    live.sendShown([alarmId('s-2.spo2.low')])
    live.sendDisplayState({ sound: 'notArmed', visible: true, bays: ['bay-1'], size: null })
    await vi.waitFor(() => expect([scene.shown.length, scene.displayStates.length]).toEqual([1, 1]), WITHIN)
    expect(scene.shown[0]?.alarmIds).toEqual(['s-2.spo2.low'])
  })

  it('says why a link that is not known is not let in, and raises the alarm of a lost link', async () => {
    await start({}, 'withdrawn')
    await vi.waitFor(() => expect(live.link.getState().refusal).toContain('not known'), WITHIN)
    await vi.waitFor(() => expect(live.link.getState().health).toBe('lost'), WITHIN)
  })

  it('answers an order at once while there is no connection: it is not saved', async () => {
    await start()
    await isLive()
    live.disconnect()
    const order = { sessionId: S1, idempotencyKey: 'k1', command: { type: 'pauseAudio', seconds: 120 } }
    expect(await live.sendCommand(order)).toMatchObject({ ok: false, code: 'notAnswered' })
  })

  it('carries an order and its answer', async () => {
    await start()
    await isLive()
    const order = { sessionId: S1, idempotencyKey: 'k1', command: { type: 'pauseAudio', seconds: 120 } }
    expect(await live.sendCommand(order)).toMatchObject({ ok: false, code: 'notAllowed' })
    expect(scene.commands).toMatchObject([order])
  })
})
