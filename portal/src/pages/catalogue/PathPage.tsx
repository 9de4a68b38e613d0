import { Anchor, Button, Card, Group } from '@mantine/core'
import { IconArrowLeft, IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { learningPathQuery, selfQuery } from '@/api/queries'
import { assigns } from '@/app/navigation'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { AskButton } from '../requests/AskButton'
import { GoalList } from './GoalList'

const route = getRouteApi('/catalogue/paths/$pathId')

/** One learning path with its steps. */
export function PathPage() {
  const { pathId } = route.useParams()
  const path = useQuery(learningPathQuery(pathId))
  const self = useQuery(selfQuery())
  return (
    <>
      <Anchor
        size="sm"
        mb="sm"
        display="inline-block"
        renderRoot={root => <Link {...root} to="/catalogue/paths" />}
      >
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All learning paths
      </Anchor>
      <Loaded query={path} page>
        {data => (
          <>
            <PageHeader
              title={data.name}
              lead={data.description}
              actions={
                <Group gap="sm">
                  <AskButton
                    asked={{ kind: 'path', pathId: data.path_id }}
                    name={data.name}
                    label="Propose it for me"
                  />
                  {self.data && assigns(self.data) ? (
                    <Button
                      leftSection={<IconRoute size={18} aria-hidden />}
                      renderRoot={root => <Link {...root} to="/assign" search={{ path: data.path_id }} />}
                    >
                      Assign this path
                    </Button>
                  ) : null}
                </Group>
              }
            />
            <Card>
              <GoalList goals={data.steps} ordered />
            </Card>
          </>
        )}
      </Loaded>
    </>
  )
}
