import { ActionIcon, Group } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import classes from './ArrangeButtons.module.css'

interface Props {
  /** What is arranged, for who cannot see it. */
  name: string
  place: number
  count: number
  /** Names the list, so that the focus can follow what was moved. */
  list: string
  onMove(to: number): void
  onRemove(): void
  /** Tells who cannot see it what happened. */
  onSay(what: string): void
}

const idOf = (list: string, direction: string, place: number) => `${list}-${direction}-${place}`

/** Moves one thing of a list up or down by button, or removes it; the focus stays with what is moved. */
export function ArrangeButtons({ name, place, count, list, onMove, onRemove, onSay }: Props) {
  const move = (direction: 'up' | 'down') => {
    const to = direction === 'up' ? place - 1 : place + 1
    if (to < 0 || to >= count) return
    onMove(to)
    onSay(`${name} is number ${to + 1} of ${count} now.`)
    requestAnimationFrame(() => document.getElementById(idOf(list, direction, to))?.focus())
  }
  // At an end a button says that it does nothing, but stays where the focus can be.
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        id={idOf(list, 'up', place)}
        className={classes.move ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Move ${name} up`}
        aria-disabled={place === 0}
        onClick={() => move('up')}
      >
        <IconArrowUp size={17} aria-hidden />
      </ActionIcon>
      <ActionIcon
        id={idOf(list, 'down', place)}
        className={classes.move ?? ''}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Move ${name} down`}
        aria-disabled={place === count - 1}
        onClick={() => move('down')}
      >
        <IconArrowDown size={17} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Remove ${name}`}
        onClick={() => {
          onRemove()
          onSay(`${name} is removed.`)
        }}
      >
        <IconTrash size={17} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
