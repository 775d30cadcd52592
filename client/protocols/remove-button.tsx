import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'

export interface RemoveButtonProps {
  readonly label: string
  readonly onClick: () => void
  /** Beside fields that have a label above them. */
  readonly isUnderLabel?: boolean
}

export const RemoveButton = ({ label, onClick, isUnderLabel = true }: RemoveButtonProps) => (
  <ActionIcon variant="default" aria-label={label} title={label} mt={isUnderLabel ? 28 : 0} onClick={onClick}>
    <IconTrash size={20} aria-hidden />
  </ActionIcon>
)
