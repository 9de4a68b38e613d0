import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Issuer } from '@/api/model'
import { issuersQuery } from '@/api/queries'
import { DataList } from '@/ui/DataList'
import { Empty } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { StateBadge } from '@/ui/StateBadge'
import { recognitionName, trustLabel } from '@/words/issuers'
import { originName } from '@/words/states'
import { CatalogueFrame } from '../catalogue/CatalogueFrame'
import { MergeDialog } from './MergeDialog'
import { NameResolver } from './NameResolver'
import { TrustDialog } from './TrustDialog'

type Open = { what: 'trust' | 'merge'; issuer: Issuer } | null

function Name({ issuer }: { issuer: Issuer }) {
  return (
    <Stack gap={0}>
      <Text fw={560}>{issuer.name}</Text>
      {issuer.aliases.length ? (
        <Text size="sm" c="dimmed">
          Also {issuer.aliases.join(', ')}
        </Text>
      ) : null}
    </Stack>
  )
}

function Trust({ trust }: { trust: Issuer['trust'] }) {
  if (!trust?.verdict) {
    return (
      <Text size="sm" c="dimmed">
        {trustLabel(null).label}
      </Text>
    )
  }
  return (
    <Stack gap={2} align="flex-start">
      <StateBadge state={trustLabel(trust.verdict)} miw="fit-content" />
      {trust.reason ? (
        <Text size="sm" c="dimmed">
          {trust.reason}
        </Text>
      ) : null}
    </Stack>
  )
}

const matches = (issuer: Issuer, sought: string) =>
  [issuer.name, ...issuer.aliases].some(name => name.toLowerCase().includes(sought))

/** The registry of issuers: whom a name means, whom the organization trusts, and which are the same. */
export function IssuersPage() {
  const issuers = useQuery(issuersQuery())
  const [open, setOpen] = useState<Open>(null)
  const [text, setText] = useState('')
  const close = () => setOpen(null)
  return (
    <CatalogueFrame title="Issuers" lead="Who vouches for credentials, by which names, and whom you trust.">
      <NameResolver />
      <TextInput
        aria-label="Search issuers"
        placeholder="Search by name"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        w={{ base: '100%', xs: 260 }}
        mb="md"
      />
      <Loaded query={issuers} bars={5}>
        {data => (
          <>
            <DataList
              label="Issuers"
              records={data.filter(issuer => matches(issuer, text.trim().toLowerCase()))}
              idAccessor="issuer_id"
              empty={<Empty title="No issuer fits" />}
              columns={[
                { accessor: 'name', title: 'Issuer', render: issuer => <Name issuer={issuer} /> },
                {
                  accessor: 'recognition',
                  title: 'Publicly',
                  render: issuer => <Text size="sm">{recognitionName(issuer.recognition?.extent)}</Text>,
                },
                {
                  accessor: 'trust',
                  title: 'Your view',
                  render: issuer => <Trust trust={issuer.trust} />,
                },
                {
                  accessor: 'origin',
                  title: 'From',
                  render: issuer => <Text size="sm">{originName(issuer.origin)}</Text>,
                },
                {
                  accessor: 'issuer_id',
                  title: 'Change',
                  textAlign: 'right',
                  render: issuer => (
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Trust in ${issuer.name}`}
                        onClick={() => setOpen({ what: 'trust', issuer })}
                      >
                        Trust
                      </Button>
                      {issuer.origin === 'public' ? null : (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`Merge ${issuer.name}`}
                          onClick={() => setOpen({ what: 'merge', issuer })}
                        >
                          Merge
                        </Button>
                      )}
                    </Group>
                  ),
                },
              ]}
            />
            {open?.what === 'trust' ? <TrustDialog issuer={open.issuer} onClose={close} /> : null}
            {open?.what === 'merge' ? (
              <MergeDialog duplicate={open.issuer} issuers={data} onClose={close} />
            ) : null}
          </>
        )}
      </Loaded>
    </CatalogueFrame>
  )
}
