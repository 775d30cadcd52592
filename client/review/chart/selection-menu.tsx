import { Button, CloseButton } from '@mantine/core'
import classes from './chart.module.css'

export interface SelectionMenuProps {
  /** Pixels in the plot. */
  readonly left: number
  readonly onZoom: () => void
  readonly onMark: () => void
  readonly onClose: () => void
}

/** What can be done with the stretch that was drawn. */
export const SelectionMenu = ({ left, onZoom, onMark, onClose }: SelectionMenuProps) => (
  <div
    className={classes.selectionMenu}
    style={{ left: `clamp(0px, ${left}px, calc(100% - 330px))` }}
    role="toolbar"
    aria-label="The stretch drawn"
    onPointerDown={(event) => event.stopPropagation()}
    onPointerUp={(event) => event.stopPropagation()}
  >
    <Button size="sm" onClick={onZoom}>
      Zoom in
    </Button>
    <Button size="sm" variant="default" onClick={onMark}>
      Mark as artefact …
    </Button>
    <CloseButton aria-label="Leave it" onClick={onClose} />
  </div>
)
