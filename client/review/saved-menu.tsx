import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './review.module.css'
import { keepSearches, readSavedSearches, withSearch, type SavedSearch } from './saved-searches.ts'

export interface SavedMenuProps {
  /** The search as it stands in the address. */
  readonly query: string
  readonly onChoose: (query: string) => void
}

/** Searches under a name: kept on this device, for who works there. */
export const SavedMenu = ({ query, onChoose }: SavedMenuProps) => {
  const [saved, setSaved] = useState(() => readSavedSearches(localStorage))
  const [name, setName] = useState('')
  const keep = (next: readonly SavedSearch[]) => {
    keepSearches(localStorage, next)
    setSaved(next)
  }
  const save = () => {
    keep(withSearch(saved, { name: name.trim(), query }))
    setName('')
  }
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={18} aria-hidden />}>
          Saved searches
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {saved.length === 0 ? <Menu.Label>None is saved on this device yet.</Menu.Label> : null}
        {saved.map((one) => (
          <div key={one.name} className={classes.savedRow}>
            <Menu.Item mih={44} onClick={() => onChoose(one.query)}>
              {one.name}
            </Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Forget ${one.name}`}
              onClick={() => keep(saved.filter(({ name: kept }) => kept !== one.name))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <form
          className={classes.saveForm}
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') save()
          }}
        >
          <TextInput
            label="Save this search as"
            value={name}
            onKeyDown={(event) => event.stopPropagation()}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            Save
          </Button>
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}
