import { Badge, type BadgeProps } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconLock,
  IconMinus,
  IconProgress,
  IconX,
} from '@tabler/icons-react'
import type { StateLabel } from '@/words/states'

const icons = {
  moss: IconCheck,
  lichen: IconClock,
  clay: IconAlertTriangle,
  gentian: IconProgress,
  gray: IconMinus,
} as const

interface Props extends Omit<BadgeProps, 'color'> {
  state: StateLabel
}

/** A state in a word, a colour and a sign: never by colour alone. */
export function StateBadge({ state, ...rest }: Props) {
  const Icon = state.label === 'Locked' ? IconLock : state.label === 'Refused' ? IconX : icons[state.color]
  return (
    <Badge color={state.color} leftSection={<Icon size={12} stroke={2.6} aria-hidden />} {...rest}>
      {state.label}
    </Badge>
  )
}
