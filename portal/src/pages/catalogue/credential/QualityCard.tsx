import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import {
  IconArrowBarToUp,
  IconCircleMinus,
  IconCirclePlus,
  IconHelpCircle,
  IconPointFilled,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { qualityQuery } from '@/api/catalogue-facts'
import type { Quality, QualityLine } from '@/api/model'
import { Loaded } from '@/ui/Loaded'
import { type Bearing, bearing, formatPoints, qualityGrade, signalName } from '@/words/quality'
import classes from './facts.module.css'

const marks: Record<Bearing, { Icon: typeof IconCirclePlus; color: string; says: string }> = {
  for: { Icon: IconCirclePlus, color: 'var(--cairn-done)', says: 'Speaks for it' },
  against: { Icon: IconCircleMinus, color: 'var(--cairn-bad)', says: 'Speaks against it' },
  neither: {
    Icon: IconPointFilled,
    color: 'var(--mantine-color-dimmed)',
    says: 'Neither for nor against it',
  },
  unknown: { Icon: IconHelpCircle, color: 'var(--mantine-color-dimmed)', says: 'Unknown' },
}
const order: readonly Bearing[] = ['for', 'against', 'neither', 'unknown']

function Signal({ line }: { line: QualityLine }) {
  const { Icon, color, says } = marks[bearing(line)]
  return (
    <li className={classes.line}>
      <Icon size={19} color={color} role="img" aria-label={says} style={{ flex: 'none', marginTop: 2 }} />
      <div>
        <Text size="sm" fw={560}>
          {signalName(line.signal)}
        </Text>
        <Text size="sm" c="dimmed">
          {line.sentence}
        </Text>
      </div>
      {line.is_known ? (
        <Text size="sm" fw={600} className="figures" c={color}>
          {formatPoints(line.points)}
        </Text>
      ) : null}
    </li>
  )
}

function Explained({ quality }: { quality: Quality }) {
  const grade = qualityGrade(quality.grade)
  const lines = [...quality.lines].sort((a, b) => order.indexOf(bearing(a)) - order.indexOf(bearing(b)))
  return (
    <Stack gap="md">
      <Group gap="sm" wrap="nowrap" align="center">
        <Badge size="xl" color={grade.color} style={{ flex: 'none' }}>
          {grade.label}
        </Badge>
        <Text size="sm">{grade.meaning}</Text>
      </Group>
      {quality.caps.length ? (
        <Stack component="ul" gap={6} m={0} p={0} aria-label="What bounds the grade" className={classes.caps}>
          {quality.caps.map(cap => (
            <Group component="li" key={cap.sentence} gap={8} wrap="nowrap" align="flex-start">
              <IconArrowBarToUp size={17} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
              <Text size="sm">
                {qualityGrade(cap.grade).label} at best: {cap.sentence}
              </Text>
            </Group>
          ))}
        </Stack>
      ) : null}
      <ul className={classes.lines} aria-label="Signals">
        {lines.map(line => (
          <Signal key={line.signal} line={line} />
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {formatPoints(quality.points)} points from what is known.
        {quality.unknown.length ? ' What is unknown counts neither for it nor against it.' : ''}
      </Text>
    </Stack>
  )
}

/** How good a proof a credential is: the grade, each signal, what bounds the grade, and what is unknown. */
export function QualityCard({ credentialId }: { credentialId: string }) {
  const quality = useQuery(qualityQuery(credentialId))
  return (
    <section aria-labelledby="quality">
      <Title order={2} id="quality" mb="sm">
        How good it is
      </Title>
      <Card>
        <Loaded query={quality}>{data => <Explained quality={data} />}</Loaded>
      </Card>
    </section>
  )
}
