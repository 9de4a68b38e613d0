import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDotted,
  IconClockFilled,
  IconLock,
  IconProgress,
} from '@tabler/icons-react'
import { stepState } from '@/words/states'

const marks: Record<string, { Icon: typeof IconCircle; color: string }> = {
  completed: { Icon: IconCircleCheckFilled, color: 'var(--cairn-done)' },
  in_progress: { Icon: IconProgress, color: 'var(--cairn-accent)' },
  waiting_for_verification: { Icon: IconClockFilled, color: 'var(--cairn-wait)' },
  lapsed: { Icon: IconAlertTriangleFilled, color: 'var(--cairn-bad)' },
  locked: { Icon: IconLock, color: 'var(--mantine-color-dimmed)' },
  exempt: { Icon: IconCircleDotted, color: 'var(--mantine-color-dimmed)' },
  not_started: { Icon: IconCircle, color: 'var(--mantine-color-dimmed)' },
}

/** The state of a step or member as a small sign, where a badge would be too loud; its word is there for who cannot see it. */
export function StateMark({ state }: { state: string }) {
  const { Icon, color } = marks[state] ?? { Icon: IconCircleDotted, color: 'var(--mantine-color-dimmed)' }
  return (
    <Icon
      size={18}
      color={color}
      style={{ flex: 'none', marginTop: 1 }}
      role="img"
      aria-label={stepState(state).label}
    />
  )
}
