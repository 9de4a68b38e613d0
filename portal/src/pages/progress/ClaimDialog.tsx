import {
  ActionIcon,
  Alert,
  Button,
  Fieldset,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { claimAchievement } from '@/api/commands'
import { newIdempotencyKey } from '@/api/idempotency'
import type { EvidenceFile } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { allCredentialsQuery, keys } from '@/api/queries'
import { dayOf } from '@/words/dates'
import {
  asFormPointer,
  type ClaimForm,
  claimFields,
  emptyClaim,
  filledEvidence,
  mostEvidence,
  printed,
} from './claim-form'
import { EvidenceFiles } from './EvidenceFiles'

interface Props {
  /** What is claimed; null lets the person choose it. */
  credential: { credential_id: string; name: string } | null
  onClose(): void
}

function CredentialSelect({ error, ...input }: { error?: React.ReactNode; value?: string }) {
  const credentials = useQuery(allCredentialsQuery())
  return (
    <Select
      label="Credential"
      placeholder="Search the catalogue"
      searchable
      withAsterisk
      limit={50}
      nothingFoundMessage={credentials.isPending ? 'Loading…' : 'Nothing found'}
      data={(credentials.data ?? []).map(item => ({ value: item.credential_id, label: item.name }))}
      {...input}
      error={error}
    />
  )
}

/** Claims a credential: the day on it and what shows that it is true. */
export function ClaimDialog({ credential, onClose }: Props) {
  const client = useQueryClient()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [files, setFiles] = useState<EvidenceFile[]>([])
  const form = useForm<ClaimForm>({
    initialValues: emptyClaim(credential?.credential_id ?? ''),
    validate: {
      credential_id: value => (value ? null : 'Choose what you claim.'),
      issued_on: value => (value ? null : 'Give the day on the certificate.'),
    },
  })
  const claim = useMutation({
    mutationFn: claimAchievement,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.progress })
      void client.invalidateQueries({ queryKey: keys.claims })
      notifications.show({ color: 'moss', title: 'Claimed', message: 'It waits for verification now.' })
      onClose()
    },
  })

  const submit = form.onSubmit(values => {
    const evidence = filledEvidence(values)
    setRefusal(null)
    claim.mutate(
      {
        idempotencyKey: newIdempotencyKey(),
        credential_id: values.credential_id,
        issued_on: values.issued_on,
        certificate: printed(values),
        evidence: [
          ...evidence.map(({ url, description }) => ({ url, description: description || null })),
          ...files.map(({ file_id }) => ({ file_id })),
        ],
      },
      {
        onError: error => {
          if (!(error instanceof Problem)) {
            setRefusal('Something went wrong.')
            return
          }
          const places = evidence.map(item => item.place)
          const moved = error.withFields(
            error.fields.map(field => ({
              ...field,
              pointer: field.pointer ? asFormPointer(field.pointer, places) : null,
            })),
          )
          const { atFields, aboveForm } = formErrors(moved, claimFields(values))
          form.setErrors(atFields)
          setRefusal(aboveForm)
        },
      },
    )
  })

  const evidenceCount = form.values.evidence.length + files.length
  return (
    <Modal
      opened
      onClose={onClose}
      title={credential ? `Claim ${credential.name}` : 'Claim a credential'}
      size="lg"
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            Your manager or HR verifies the claim. It counts from then on.
          </Text>
          {refusal ? (
            <Alert color="clay" role="alert">
              {refusal}
            </Alert>
          ) : null}
          {credential ? null : <CredentialSelect {...form.getInputProps('credential_id')} />}
          <TextInput
            type="date"
            label="Issue date"
            description="The day on the certificate"
            withAsterisk
            max={dayOf(new Date())}
            {...form.getInputProps('issued_on')}
          />
          <Group gap="sm" grow align="flex-start">
            <TextInput
              type="date"
              label="Expiry date"
              description="The last valid day on the certificate, if there is one"
              {...form.getInputProps('certificate.expires_on')}
            />
            <TextInput
              label="Certificate number"
              description="If there is one"
              {...form.getInputProps('certificate.number')}
            />
          </Group>
          <Fieldset legend="Evidence" radius="md">
            <Stack gap="md">
              {form.values.evidence.map((_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the form names its rows by their place
                <Group key={place} align="flex-start" gap="sm" wrap="nowrap">
                  <Stack gap="xs" flex={1}>
                    <TextInput
                      type="url"
                      inputMode="url"
                      label={place === 0 ? 'Evidence link' : `Evidence link ${place + 1}`}
                      placeholder="https://"
                      {...form.getInputProps(`evidence.${place}.url`)}
                    />
                    <TextInput
                      label={place === 0 ? 'What it shows' : `What link ${place + 1} shows`}
                      placeholder="Certificate with its number"
                      {...form.getInputProps(`evidence.${place}.description`)}
                    />
                  </Stack>
                  {form.values.evidence.length > 1 ? (
                    <ActionIcon
                      mt={26}
                      size="lg"
                      variant="subtle"
                      color="gray"
                      aria-label={`Remove evidence link ${place + 1}`}
                      onClick={() => form.removeListItem('evidence', place)}
                    >
                      <IconTrash size={17} aria-hidden />
                    </ActionIcon>
                  ) : null}
                </Group>
              ))}
              {evidenceCount < mostEvidence ? (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  w="fit-content"
                  leftSection={<IconPlus size={15} aria-hidden />}
                  onClick={() => form.insertListItem('evidence', { url: '', description: '' })}
                >
                  Add another link
                </Button>
              ) : null}
              <EvidenceFiles files={files} room={mostEvidence - evidenceCount} onChange={setFiles} />
            </Stack>
          </Fieldset>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={claim.isPending}>
              Submit claim
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
