import { Anchor, Group, Stack, Text } from '@mantine/core'
import { IconDownload, IconExternalLink } from '@tabler/icons-react'
import { evidenceUrl } from '@/api/evidence'
import type { Achievement, EvidenceFile } from '@/api/model'
import { fileSize } from '@/words/sizes'

type Evidence = Achievement['evidence'][number]

function EvidenceLink({ url, description }: { url: string; description?: string | null }) {
  return (
    <Anchor href={url} target="_blank" rel="noreferrer noopener" size="sm">
      {description || new URL(url).hostname}{' '}
      <IconExternalLink size={13} aria-label="opens in a new tab" style={{ verticalAlign: '-2px' }} />
    </Anchor>
  )
}

/** A file with what tells that it is the one that was uploaded. */
export function FileFacts({ file, description }: { file: EvidenceFile; description?: string | null }) {
  return (
    <Stack gap={0}>
      <Anchor href={evidenceUrl(file.file_id)} download={file.name} size="sm">
        {description ? `${description}: ${file.name}` : file.name}{' '}
        <IconDownload size={13} aria-label="download" style={{ verticalAlign: '-2px' }} />
      </Anchor>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {fileSize(file.size)}, SHA-256 <code>{file.sha256}</code>
      </Text>
    </Stack>
  )
}

const isLink = (item: Evidence): item is Evidence & { url: string } => /^https?:\/\//i.test(item.url ?? '')

/** What shows that a claim is true: http(s) links, opened apart, and files, saved. */
export function EvidenceList({ evidence }: { evidence: Achievement['evidence'] }) {
  const links = evidence.filter(isLink)
  const files = evidence.flatMap(item => (item.file ? [{ ...item, file: item.file }] : []))
  if (!links.length && !files.length) {
    return (
      <Text size="sm" c="dimmed" span>
        No evidence
      </Text>
    )
  }
  return (
    <Group gap="sm">
      {links.map(item => (
        <EvidenceLink key={item.url} url={item.url} description={item.description} />
      ))}
      {files.map(({ file, description }) => (
        <FileFacts key={file.file_id} file={file} description={description} />
      ))}
    </Group>
  )
}
