import { Badge, Card, SimpleGrid, Text, Title } from '@mantine/core'
import type { PlanComparison, PlanStatement } from '@/api/model'
import classes from './Plans.module.css'
import { wayFigures, ways } from './plan-words'

function Said({ term, said }: { term: string; said: PlanStatement }) {
  return (
    <>
      <dt className={classes.term}>
        {term}
        {said.basis === 'general' ? (
          <Badge size="xs" color="gray" ml={6}>
            General
          </Badge>
        ) : null}
      </dt>
      <dd className={classes.said} style={{ marginInlineStart: 0 }}>
        {said.text}
        {said.source ? (
          <Text size="xs" c="dimmed" span display="block">
            {said.source}
          </Text>
        ) : null}
      </dd>
    </>
  )
}

/** The plan beside a bootcamp and a degree, by what people ask about each. */
export function Ways({ comparison }: { comparison: readonly PlanComparison[] }) {
  return (
    <section aria-label="Beside a bootcamp and a degree">
      <Title order={2} mb="xs">
        Beside a bootcamp and a degree
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Computed from the catalogue's own entries; what is said of such credentials in general is marked so.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        {comparison.map(row => (
          <Card key={row.way} component="article" aria-label={ways[row.way]}>
            <Title order={3}>{ways[row.way]}</Title>
            <Text fw={600} className="figures" mb="sm">
              {wayFigures(row)}
            </Text>
            <dl className={classes.ways}>
              <Said term="Cost" said={row.cost_said} />
              <Said term="Time" said={row.time_said} />
              <Said term="When and where" said={row.flexibility} />
              <Said term="Focus" said={row.focus} />
              <Said term="Employers" said={row.acknowledgment} />
            </dl>
          </Card>
        ))}
      </SimpleGrid>
    </section>
  )
}
