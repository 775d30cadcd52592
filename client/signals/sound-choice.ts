const STORED_AS = 'vigil.sound'
const OFF = 'off'

/** Whether somebody turned this browser's audio off; it stays off until somebody turns it on again, and says so. */
export const readSoundChoice = (storage: Pick<Storage, 'getItem'>): boolean => storage.getItem(STORED_AS) !== OFF

export const keepSoundChoice = (storage: Pick<Storage, 'setItem'>, isOn: boolean): void =>
  storage.setItem(STORED_AS, isOn ? 'on' : OFF)
