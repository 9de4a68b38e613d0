import { ActionIcon, Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { IconTrash, IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fileTypes, largestFile, uploadEvidence } from '@/api/evidence'
import type { EvidenceFile } from '@/api/model'
import { Problem } from '@/api/problem'
import { fileSize } from '@/words/sizes'

interface Props {
  files: readonly EvidenceFile[]
  /** How many more there may be. */
  room: number
  onChange(files: EvidenceFile[]): void
}

/** What is wrong with a file before it is sent; null for nothing that shows. */
function wrongWith(file: File): string | null {
  if (!file.size) return `${file.name} is empty.`
  return file.size > largestFile ? `${file.name} has ${fileSize(file.size)}; at most 20 MB fit.` : null
}

const wordsOf = (error: unknown): string =>
  error instanceof Problem ? (error.fields[0]?.detail ?? error.message) : 'Something went wrong.'

/** Files as evidence: each is uploaded when it is chosen, and sent with the claim. */
export function EvidenceFiles({ files, room, onChange }: Props) {
  const [wrong, setWrong] = useState<string | null>(null)
  const upload = useMutation({
    mutationFn: uploadEvidence,
    onSuccess: file => onChange([...files, file]),
    onError: error => setWrong(wordsOf(error)),
  })
  const choose = (file: File | null) => {
    if (!file) return
    const found = wrongWith(file)
    setWrong(found)
    if (!found) upload.mutate(file)
  }
  return (
    <Stack gap="xs">
      {files.map(file => (
        <Group key={file.file_id} justify="space-between" wrap="nowrap">
          <Stack gap={0} miw={0}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Text>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {fileSize(file.size)}, SHA-256 {file.sha256}
            </Text>
          </Stack>
          <ActionIcon
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={`Remove ${file.name}`}
            onClick={() => onChange(files.filter(each => each.file_id !== file.file_id))}
          >
            <IconTrash size={17} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {wrong ? (
        <Alert color="clay" role="alert">
          {wrong}
        </Alert>
      ) : null}
      {room > 0 ? (
        <Group gap="sm">
          <FileButton onChange={choose} accept={fileTypes.join(',')} resetRef={{ current: null }}>
            {props => (
              <Button
                {...props}
                variant="default"
                size="compact-md"
                loading={upload.isPending}
                leftSection={<IconUpload size={15} aria-hidden />}
              >
                Upload a file
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" role="status">
            {upload.isPending && upload.variables
              ? `Uploading ${upload.variables.name}, ${fileSize(upload.variables.size)}…`
              : 'PDF or image, at most 20 MB'}
          </Text>
        </Group>
      ) : null}
    </Stack>
  )
}
