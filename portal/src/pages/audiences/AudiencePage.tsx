import { Anchor, Button, Card, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconArrowLeft, IconEye } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  type AudienceAttribute,
  attributesQuery,
  audienceKeys,
  audienceQuery,
  type DynamicAudience,
  membersQuery,
  previewRule,
  type Rule,
  saveAudience,
} from '@/api/audiences'
import { newIdempotencyKey } from '@/api/idempotency'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemNotice } from '@/ui/ProblemNotice'
import { PersonLink } from '../catalogue/links'
import { RuleFields } from './RuleFields'
import { conditionOn, groupOf, isWhole } from './rule-form'
import { WhyInOrOut } from './WhyInOrOut'

const route = getRouteApi('/audiences/$audienceId')

interface Member {
  readonly person_id: string
  readonly name: string
  readonly title: string | null
}

function Members({ label, members }: { label: string; members: readonly Member[] }) {
  return (
    <DataList
      label={label}
      idAccessor="person_id"
      records={[...members]}
      empty={<Empty title="Nobody in your line fits" />}
      columns={[
        {
          accessor: 'name',
          title: 'Person',
          render: member => (
            <Text size="sm" fw={560} component="div">
              <PersonLink id={member.person_id}>{member.name}</PersonLink>
            </Text>
          ),
        },
        { accessor: 'title', title: 'Title', render: member => <Text size="sm">{member.title ?? '–'}</Text> },
      ]}
    />
  )
}

function WhoIsIn({ audienceId }: { audienceId: string }) {
  const members = useQuery(membersQuery(audienceId))
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        Who is in now
      </Title>
      <Loaded query={members}>
        {page => (
          <>
            <Members label="People in the audience" members={page.items} />
            {page.next_cursor ? (
              <Text size="sm" c="dimmed">
                These are the first {page.items.length}.
              </Text>
            ) : null}
          </>
        )}
      </Loaded>
    </Stack>
  )
}

function Editor({
  before,
  attributes,
}: {
  before: DynamicAudience | null
  attributes: readonly AudienceAttribute[]
}) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const first = attributes[0]
  const [name, setName] = useState(before?.name ?? '')
  const [retired, setRetired] = useState(before?.retired ?? false)
  const [rule, setRule] = useState<Rule>(before?.rule ?? groupOf('all_of', first ? [conditionOn(first)] : []))
  const preview = useMutation({ mutationFn: previewRule })
  const save = useMutation({
    mutationFn: saveAudience,
    onSuccess: async saved => {
      await client.invalidateQueries({ queryKey: audienceKeys.all })
      await navigate({ to: '/audiences/$audienceId', params: { audienceId: saved.audience_id } })
    },
  })
  const ready = name.trim() !== '' && isWhole(rule)
  return (
    <Card>
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          value={name}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
        />
        <RuleFields
          rule={rule}
          attributes={attributes}
          depth={1}
          onChange={changed => {
            setRule(changed)
            preview.reset()
          }}
        />
        {before ? (
          <Switch
            label="Out of use: no path is assigned to it any more"
            checked={retired}
            onChange={event => setRetired(event.currentTarget.checked)}
          />
        ) : null}
        {preview.error ? <ProblemNotice error={preview.error} /> : null}
        {save.error ? <ProblemNotice error={save.error} /> : null}
        {preview.data ? (
          <Stack gap="xs" role="status">
            <Text fw={600}>{preview.data.sentence}</Text>
            <Text size="sm" c="dimmed">
              {preview.data.member_count} in your line fit
              {preview.data.unknown_count
                ? `; of ${preview.data.unknown_count} it cannot be told, because something is not known of them`
                : ''}
              .
            </Text>
            <Members label="People who fit" members={preview.data.members} />
          </Stack>
        ) : null}
        <Group justify="flex-end">
          <Button
            variant="default"
            leftSection={<IconEye size={17} aria-hidden />}
            disabled={!isWhole(rule)}
            loading={preview.isPending}
            onClick={() => preview.mutate(rule)}
          >
            See who fits
          </Button>
          <Button
            disabled={!ready}
            loading={save.isPending}
            onClick={() =>
              save.mutate({
                before,
                name: name.trim(),
                rule,
                retired,
                idempotencyKey: newIdempotencyKey(),
              })
            }
          >
            Save
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

/** One audience: its rule, who is in, and why; or a new one. */
export function AudiencePage() {
  const { audienceId } = route.useParams()
  const isNew = audienceId === 'new'
  const audience = useQuery(audienceQuery(isNew ? null : audienceId))
  const attributes = useQuery(attributesQuery())
  return (
    <>
      <Anchor
        size="sm"
        mb="sm"
        display="inline-block"
        renderRoot={root => <Link {...root} to="/audiences" />}
      >
        <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All audiences
      </Anchor>
      <Loaded query={audience} page>
        {found => (
          <>
            <PageHeader
              title={found?.name ?? 'New audience'}
              lead={found?.sentence ?? 'Say who is meant; whoever fits is in.'}
            />
            <Stack gap="lg">
              <Loaded query={attributes}>
                {known => <Editor key={found?.version ?? 0} before={found} attributes={known} />}
              </Loaded>
              {found ? (
                <>
                  <WhoIsIn audienceId={found.audience_id} />
                  <WhyInOrOut audienceId={found.audience_id} />
                </>
              ) : null}
            </Stack>
          </>
        )}
      </Loaded>
    </>
  )
}
