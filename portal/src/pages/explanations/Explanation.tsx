import { Card, Group, Stack, Text } from '@mantine/core'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CurlHint } from '@/ui/CurlHint'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { MorePages } from '@/ui/MorePages'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from '../catalogue/BackLink'
import { PersonLink } from '../catalogue/links'
import { AboutWhom } from '../reports/AboutWhom'
import { apiPath, type ReportSearch } from '../reports/filter'
import { FreshnessNote } from '../reports/ReportFrame'
import classes from './Explanation.module.css'
import type { Behind, Told } from './explained'

interface Props<T extends Behind> {
  /** What the figure counts; the page's heading. */
  title: string
  /** The report that the figure stands in. */
  report: string
  back: { to: LinkProps['to']; search: ReportSearch }
  backTo: string
  /** What is asked, as the API takes it. */
  question: object
  behind: Told<T>
  mark?(person: T): ReactNode
  facts(person: T): ReactNode
}

const people = (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`

const counted = ({ count, people_count = count }: { count: number; people_count?: number }) =>
  count === people_count ? people(count) : `${count} in all, of ${people(people_count)}`

/** The people behind one figure of a report, and for each the facts that count, some at a time. */
export function Explanation<T extends Behind>({
  title,
  report,
  back,
  backTo,
  question,
  behind,
  mark,
  facts,
}: Props<T>) {
  return (
    <>
      <BackLink {...back}>{backTo}</BackLink>
      <PageHeader
        title={title}
        lead="The people behind this figure, and what it rests on for each of them."
      />
      <Loaded query={behind} bars={4}>
        {({ pages }) => {
          const [first] = pages
          const shown = pages.flatMap(page => page.items)
          if (!first) return null
          return (
            <>
              <Text fw={600} mb={4} className="figures" role="status">
                {counted(first)}
              </Text>
              <AboutWhom search={back.search} />
              <FreshnessNote freshness={first.freshness} />
              <Card padding={0}>
                {shown.length ? (
                  <ul className={classes.list} aria-label={title}>
                    {shown.map(person => (
                      <li key={person.person_id} className={classes.person}>
                        <Stack gap={6}>
                          <Group justify="space-between" gap="xs">
                            <Text fw={560} component="div">
                              <PersonLink id={person.person_id}>
                                {person.person_name ?? person.person_id}
                              </PersonLink>
                            </Text>
                            {mark?.(person)}
                          </Group>
                          {facts(person)}
                        </Stack>
                      </li>
                    ))}
                  </ul>
                ) : (
                  <Empty title="Nobody">
                    The figure is zero by now, or it counts nobody of these people.
                  </Empty>
                )}
              </Card>
              <MorePages list={behind}>Show more people ({shown.length} so far)</MorePages>
            </>
          )
        }}
      </Loaded>
      <div className={classes.api}>
        <CurlHint path={apiPath(`${report}/explanation`, question)} />
      </div>
    </>
  )
}
