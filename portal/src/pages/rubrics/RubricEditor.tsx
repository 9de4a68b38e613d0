import { Button, Card, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Rubric } from '@/api/model'
import { formErrors, Problem } from '@/api/problem'
import { rubricKeys, stateRubric } from '@/api/rubrics'
import { Attention } from '@/ui/Attention'
import { ConflictNotice } from '../curation/ConflictNotice'
import { FormFrame } from '../curation/FormFrame'
import { changedMeanwhile, focusFirst } from '../curation/show-refusal'
import { CriterionFields } from './CriterionFields'
import {
  asDraft,
  asForm,
  blankCriterion,
  lacking,
  mostCriteria,
  type RubricForm,
  reachablePoints,
  rubricFields,
} from './rubric-form'

interface Props {
  credentialId: string
  /** The rubric that the change starts from; null where there is none yet. */
  read: Rubric | null
  /** Somebody else was faster: begin again with what is there now. */
  onReload(): void
  onSaved(): void
}

/** Writes a credential's rubric; what was decided by an earlier version stays. */
export function RubricEditor({ credentialId, read, onReload, onSaved }: Props) {
  const client = useQueryClient()
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm<RubricForm>({ initialValues: asForm(read), validate: lacking })
  const save = useMutation({
    mutationFn: stateRubric,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: rubricKeys })
      notifications.show({
        color: 'moss',
        title: 'Saved',
        message: 'Claims are verified by this rubric from now on.',
      })
      onSaved()
    },
    onError: error => {
      if (changedMeanwhile(error)) return
      if (!(error instanceof Problem)) {
        setRefusal('Something went wrong.')
        return
      }
      const { atFields, aboveForm } = formErrors(error, rubricFields(form.getValues()))
      form.setErrors(atFields)
      focusFirst(form, atFields)
      setRefusal(aboveForm)
    },
  })
  const submit = form.onSubmit(
    values => {
      setRefusal(null)
      save.mutate({ credentialId, read, draft: asDraft(values) })
    },
    errors => focusFirst(form, errors),
  )
  const reachable = reachablePoints(form.values)
  return (
    <FormFrame
      refusal={refusal}
      notice={
        changedMeanwhile(save.error) ? (
          <Attention>
            <ConflictNotice noun="rubric" onReload={onReload} />
          </Attention>
        ) : null
      }
      buttons={
        <Button type="submit" loading={save.isPending}>
          Save the rubric
        </Button>
      }
      onSubmit={submit}
    >
      {form.values.criteria.map(({ criterion_id }, place) => (
        <CriterionFields key={criterion_id} form={form} place={place} />
      ))}
      {form.values.criteria.length < mostCriteria ? (
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => form.insertListItem('criteria', blankCriterion())}
        >
          Add a criterion
        </Button>
      ) : null}
      <Card>
        <NumberInput
          label="Points needed to pass"
          description={`All criteria together are worth ${reachable}.`}
          withAsterisk
          maw={280}
          min={1}
          allowDecimal={false}
          {...form.getInputProps('passing_points')}
        />
      </Card>
    </FormFrame>
  )
}
