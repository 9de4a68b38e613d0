import { Text } from '@mantine/core'
import type { MemberProgress } from '@/api/model'
import { formatDay } from '@/words/dates'
import { stepState } from '@/words/states'

/** What there is to say beyond the sign: what waits, what has lapsed, what ends when. */
export function MemberNote({ member }: { member: MemberProgress }) {
  const word = member.state === 'waiting_for_verification' || member.state === 'lapsed'
  if (!word && !member.last_valid_on) return null
  return (
    <Text size="xs" c={member.state === 'lapsed' ? 'var(--cairn-bad)' : 'dimmed'} span display="block">
      {word ? stepState(member.state).label : null}
      {word && member.last_valid_on ? ', ' : null}
      {member.last_valid_on ? (
        <>
          {word ? 'last' : 'Last'} valid day{' '}
          <time dateTime={member.last_valid_on}>{formatDay(member.last_valid_on)}</time>
        </>
      ) : null}
    </Text>
  )
}
