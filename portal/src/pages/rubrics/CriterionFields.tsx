import { ActionIcon, Button, Card, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { fewestLevels, mostLevels, mostPoints, type RubricForm } from './rubric-form'

interface Props {
  form: UseFormReturnType<RubricForm>
  place: number
}

/** One thing that is looked at: its name, and how well it can be done. */
export function CriterionFields({ form, place }: Props) {
  const criterion = form.values.criteria[place]
  if (!criterion) return null
  const path = `criteria.${place}`
  const name = criterion.name.trim() || `criterion ${place + 1}`
  return (
    <Card component="fieldset" m={0} miw={0} aria-label={`Criterion ${place + 1}`}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={`Criterion ${place + 1}`}
            placeholder="Depth of the analysis"
            withAsterisk
            maxLength={200}
            {...form.getInputProps(`${path}.name`)}
          />
          {form.values.criteria.length > 1 ? (
            <ActionIcon
              size="lg"
              variant="subtle"
              color="gray"
              aria-label={`Remove ${name}`}
              onClick={() => form.removeListItem('criteria', place)}
            >
              <IconTrash size={17} aria-hidden />
            </ActionIcon>
          ) : null}
        </Group>
        {criterion.levels.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the form names its rows by their place
          <Group key={at} gap="xs" align="flex-start" wrap="nowrap">
            <NumberInput
              w={88}
              aria-label={`Points of level ${at + 1} of ${name}`}
              placeholder="Points"
              min={0}
              max={mostPoints}
              allowDecimal={false}
              {...form.getInputProps(`${path}.levels.${at}.points`)}
            />
            <TextInput
              flex={1}
              aria-label={`What level ${at + 1} of ${name} looks like`}
              placeholder="What it looks like"
              maxLength={500}
              {...form.getInputProps(`${path}.levels.${at}.description`)}
            />
            {criterion.levels.length > fewestLevels ? (
              <ActionIcon
                size="lg"
                variant="subtle"
                color="gray"
                aria-label={`Remove level ${at + 1} of ${name}`}
                onClick={() => form.removeListItem(`${path}.levels`, at)}
              >
                <IconTrash size={17} aria-hidden />
              </ActionIcon>
            ) : null}
          </Group>
        ))}
        {criterion.levels.length < mostLevels ? (
          <Button
            variant="subtle"
            size="compact-sm"
            w="fit-content"
            leftSection={<IconPlus size={15} aria-hidden />}
            aria-label={`Add a level to ${name}`}
            onClick={() => form.insertListItem(`${path}.levels`, { points: '', description: '' })}
          >
            Add a level
          </Button>
        ) : null}
      </Stack>
    </Card>
  )
}
