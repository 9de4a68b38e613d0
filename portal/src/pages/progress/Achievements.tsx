import { Card, Group, Stack, Text } from '@mantine/core'
import type { Achievement } from '@/api/model'
import { Empty } from '@/ui/Empty'
import { StateBadge } from '@/ui/StateBadge'
import { formatDay } from '@/words/dates'
import { standing } from '@/words/states'
import { CredentialLink } from '../catalogue/links'
import classes from './Achievements.module.css'
import { EvidenceList } from './EvidenceList'
import { lastValidDay } from './expiry'
import { GradingFacts } from './GradingFacts'
import { WhyThisDate } from './WhyThisDate'

function Validity({ achievement }: { achievement: Achievement }) {
  if (achievement.standing === 'waiting_for_verification' || achievement.standing === 'refused') return null
  const last = lastValidDay(achievement)
  if (!achievement.periods.length) return null
  return (
    <Text size="sm" c={achievement.standing === 'lapsed' ? 'var(--cairn-bad)' : undefined}>
      {last ? (
        <>
          Last valid day <time dateTime={last}>{formatDay(last)}</time>
        </>
      ) : (
        'Never ends'
      )}
    </Text>
  )
}

/** Somebody's credentials with their standing and last valid day. */
export function Achievements({ achievements }: { achievements: readonly Achievement[] }) {
  if (!achievements.length) {
    return (
      <Card>
        <Empty title="No credential yet">A claim appears here at once, and counts when it is verified.</Empty>
      </Card>
    )
  }
  return (
    <Card padding={0}>
      <ul className={classes.list}>
        {achievements.map(achievement => {
          const name = achievement.credential_name ?? achievement.credential_id
          return (
            <li key={achievement.achievement_id} className={classes.row} aria-label={name}>
              <Stack gap={2} miw={0}>
                <Text fw={560} component="div">
                  <CredentialLink id={achievement.credential_id}>{name}</CredentialLink>
                </Text>
                <Group gap="md">
                  <Text size="sm" c="dimmed">
                    Issued <time dateTime={achievement.issued_on}>{formatDay(achievement.issued_on)}</time>
                  </Text>
                  <EvidenceList evidence={achievement.evidence} />
                </Group>
                {achievement.standing === 'refused' && achievement.reason ? (
                  <Text size="sm">Reason: {achievement.reason}</Text>
                ) : null}
                {achievement.grading ? (
                  <GradingFacts credentialId={achievement.credential_id} grading={achievement.grading} />
                ) : null}
                <WhyThisDate achievement={achievement} />
              </Stack>
              <Stack gap={2} className={classes.state}>
                <StateBadge state={standing(achievement.standing)} />
                <Validity achievement={achievement} />
              </Stack>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
