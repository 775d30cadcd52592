import { IconBell, IconBellOff } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { TechnicalMark } from '../ui/technical-mark.tsx'
import { useSignals } from './screen-signals.ts'
import classes from './sound-status.module.css'

interface SoundStatusProps {
  /** At the bedside: larger to touch, signs without words while all is well, words in two lines. */
  readonly isCompact?: boolean
}

const Armed = ({ isCompact }: Required<SoundStatusProps>) => {
  const { output, setSoundOn } = useSignals()
  return (
    <span className={classes.sound} data-compact={isCompact} role="group" aria-label="Sound of this screen: armed">
      <button
        type="button"
        className={classes.button}
        onClick={output.testTone}
        aria-label="Test tone"
        title="Sound armed: play a test tone"
      >
        <IconBell size={20} aria-hidden /> {isCompact ? '' : 'Test tone'}
      </button>
      <button
        type="button"
        className={classes.icon}
        onClick={() => setSoundOn(false)}
        aria-label="Turn the audio of this screen off"
        title="Turn the audio of this screen off"
      >
        <IconBellOff size={20} aria-hidden />
      </button>
    </span>
  )
}

/** The state of this screen's sound, and what can be done about it with one click. */
export const SoundStatus = ({ isCompact = false }: SoundStatusProps) => {
  const { output, setSoundOn } = useSignals()
  const sound = useStore(output.store, (state) => state.sound)
  switch (sound) {
    case 'armed':
      return <Armed isCompact={isCompact} />
    case 'off':
      return (
        <button
          type="button"
          className={classes.off}
          data-compact={isCompact}
          onClick={() => setSoundOn(true)}
          aria-label="AUDIO OFF: turn the audio of this screen on"
          title="Turn the audio of this screen on"
        >
          <IconBellOff size={20} aria-hidden /> <span className={classes.words}>AUDIO OFF</span>
        </button>
      )
    case 'notArmed':
      return (
        <button
          type="button"
          className={classes.notArmed}
          data-compact={isCompact}
          onClick={output.arm}
          title="Click or press a key to arm the sound"
        >
          <TechnicalMark /> ** <span className={classes.words}>SOUND NOT ARMED</span>
        </button>
      )
  }
}
