import { useEffect, useMemo, useState } from 'react'
import { Navigate, Outlet, useLocation, useNavigate } from 'react-router'
import { useStore } from 'zustand'
import type { Staff } from '../../shared/domain/actor.ts'
import { meSchema } from '../../shared/wire/account.ts'
import { request } from '../http/request.ts'
import { useAnswer } from '../http/use-answer.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { Outbox } from '../live/outbox.ts'
import { SignalsContext, type ScreenSignals } from '../signals/screen-signals.ts'
import { keepSoundChoice, readSoundChoice } from '../signals/sound-choice.ts'
import { createSoundOutput } from '../signals/sound-output.ts'
import { useAlarmSound } from '../signals/use-alarm-sound.ts'
import { useDisplayState } from '../signals/use-reports.ts'
import { StaffContext } from '../ui/staff-context.ts'
import { FailureNotice } from '../ui/state-notice.tsx'
import { PageLoading } from './page-loading.tsx'
import { StaffKeys } from './staff-keys.tsx'
import { useSignOut } from './use-sign-out.ts'

export interface SignedInProps {
  readonly live: LiveClient
  readonly outbox: Outbox
}

const NOT_SIGNED_IN = 401

const loginPath = (wanted: string): string => `/login?next=${encodeURIComponent(wanted)}`

/** The link says that this sign-in no longer holds: asks once more, and leads to the sign-in page where that is so. */
const useEndOfSignIn = (live: LiveClient, wanted: string) => {
  const refusal = useStore(live.link, (link) => link.refusal)
  const navigate = useNavigate()
  useEffect(() => {
    if (refusal === null) return undefined
    const asking = new AbortController()
    request(meSchema, { path: '/auth/me', signal: asking.signal }).then(
      (answer) => {
        if (!answer.ok && answer.error.status === NOT_SIGNED_IN) void navigate(loginPath(wanted), { replace: true })
      },
      () => undefined,
    )
    return () => asking.abort()
  }, [refusal, wanted, navigate])
}

/** The one sound output of this screen, whichever page it shows: the screen may be the only one that somebody hears. */
const useScreenSignals = (live: LiveClient, { id: person }: Staff): ScreenSignals => {
  const [output] = useState(() => createSoundOutput(() => new AudioContext()))
  const [isSoundOn, setSoundOn] = useState(() => readSoundChoice(localStorage))
  const [bays, showBays] = useState<readonly string[]>([])
  useAlarmSound(live, output, { isOn: isSoundOn, person })
  useDisplayState(live, output, { bays, isStaffPage: true })
  return useMemo(
    () => ({
      output,
      setSoundOn: (isOn) => {
        keepSoundChoice(localStorage, isOn)
        setSoundOn(isOn)
      },
      showBays,
    }),
    [output],
  )
}

const SignedInPages = ({ live, outbox, staff }: SignedInProps & { readonly staff: Staff }) => {
  const { pathname, search } = useLocation()
  useEffect(() => {
    live.connect(null)
    outbox.open(staff.id)
    return () => {
      outbox.close()
      live.disconnect()
    }
  }, [live, outbox, staff.id])
  useEndOfSignIn(live, pathname + search)
  const signals = useScreenSignals(live, staff)
  const signOut = useSignOut()
  const signedIn = useMemo(() => ({ staff, signOut }), [staff, signOut])
  return (
    <StaffContext value={signedIn}>
      <SignalsContext value={signals}>
        <StaffKeys />
        <Outlet />
      </SignalsContext>
    </StaffContext>
  )
}

/** Lets in who is signed in, and opens the link and the outbox in their name. */
export const SignedIn = (parts: SignedInProps) => {
  const me = useAnswer(['me'], meSchema, '/auth/me')
  const { pathname, search } = useLocation()
  switch (me.state) {
    case 'loading':
      return <PageLoading />
    case 'failed':
      return me.problem.status === NOT_SIGNED_IN ? (
        <Navigate to={loginPath(pathname + search)} replace />
      ) : (
        <main>
          <FailureNotice what="Your sign-in" problem={me.problem} again={me.again} />
        </main>
      )
    case 'ready':
      return <SignedInPages {...parts} staff={me.data.user} />
  }
}
