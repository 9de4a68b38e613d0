import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assessmentKeys, giveAssessment } from '@/api/assessments'
import { refetchUntilFollowed } from '@/api/follow-up'
import { newIdempotencyKey } from '@/api/idempotency'
import type { AssessmentScale, AssessorKind } from '@/api/model'
import { keys, skillQuery } from '@/api/queries'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { assessorKindName, scales } from '@/words/assessments'
import { dayOf } from '@/words/dates'
import { SkillAdder } from '../plans/SkillAdder'
import { LevelField } from './LevelField'

interface Props {
  personId: string
  /** Whom it is about; null for oneself. */
  personName: string | null
  kinds: readonly AssessorKind[]
  onClose(): void
}

const fields = ['skill_id', 'assessor_kind', 'scale_id', 'level', 'assessed_on', 'reason'] as const

function ChosenSkill({ skillId, onAnother }: { skillId: string; onAnother(): void }) {
  const skill = useQuery(skillQuery(skillId))
  return (
    <Group justify="space-between">
      <Text fw={560} className="sentence">
        {skill.data?.name ?? skillId}
      </Text>
      <Button variant="subtle" size="compact-sm" onClick={onAnother}>
        Another skill
      </Button>
    </Group>
  )
}

/** Says how well somebody does something: in what, on which scale, for which day and why. */
export function AssessDialog({ personId, personName, kinds, onClose }: Props) {
  const client = useQueryClient()
  const today = dayOf(new Date())
  const [skill, setSkill] = useState<string | null>(null)
  const [kind, setKind] = useState<AssessorKind>(kinds[0] ?? 'self')
  const [scaleId, setScaleId] = useState<AssessmentScale>('proficiency')
  const [level, setLevel] = useState<number | null>(null)
  const [day, setDay] = useState(today)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [idempotencyKey] = useState(newIdempotencyKey)
  const isOwn = personName === null
  const give = useMutation({
    mutationFn: giveAssessment,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: assessmentKeys })
      refetchUntilFollowed(client, keys.readiness, keys.reports)
      notifications.show({
        color: 'moss',
        title: 'Said',
        message: isOwn ? 'Your assessment of yourself is kept.' : `Your assessment of ${personName} is kept.`,
      })
      onClose()
    },
  })
  const missing = {
    skill_id: skill ? null : 'Choose the skill.',
    level: level === null ? 'Say how well.' : null,
    reason: isOwn || reason.trim() ? null : 'Say why.',
  }
  const errorOf = (field: (typeof fields)[number]) =>
    (tried && field in missing ? missing[field as keyof typeof missing] : null) ?? saidAt(give.error, field)
  return (
    <FormDialog
      title={isOwn ? 'Assess yourself' : `Assess ${personName}`}
      error={give.error}
      fields={fields}
      action="Save the assessment"
      busy={give.isPending}
      onSubmit={() => {
        setTried(true)
        if (!skill || level === null || missing.reason) return
        give.mutate({
          idempotencyKey,
          personId,
          draft: {
            skill_id: skill,
            assessor_kind: kind,
            scale_id: scaleId,
            level,
            assessed_on: day || null,
            reason: reason.trim() || null,
          },
        })
      }}
      onClose={onClose}
    >
      {skill ? (
        <ChosenSkill skillId={skill} onAnother={() => setSkill(null)} />
      ) : (
        <SkillAdder label="Skill" error={errorOf('skill_id')} onAdd={setSkill} />
      )}
      {kinds.length > 1 ? (
        <Select
          label="As"
          data={kinds.map(value => ({ value, label: assessorKindName(value) }))}
          value={kind}
          allowDeselect={false}
          error={errorOf('assessor_kind')}
          onChange={value => setKind(kinds.find(each => each === value) ?? kind)}
        />
      ) : saidAt(give.error, 'assessor_kind') ? (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {saidAt(give.error, 'assessor_kind')}
        </Text>
      ) : null}
      <Select
        label="Scale"
        data={scales.map(({ value, label }) => ({ value, label }))}
        value={scaleId}
        allowDeselect={false}
        error={errorOf('scale_id')}
        onChange={value => {
          setScaleId(scales.find(each => each.value === value)?.value ?? 'proficiency')
          setLevel(null)
        }}
      />
      <LevelField scaleId={scaleId} level={level} error={errorOf('level')} onChange={setLevel} />
      <TextInput
        type="date"
        label="As of"
        max={today}
        value={day}
        error={errorOf('assessed_on')}
        onChange={event => setDay(event.currentTarget.value)}
      />
      <ReasonField
        {...(isOwn ? {} : { description: `${personName} sees it.` })}
        required={!isOwn}
        value={reason}
        error={errorOf('reason')}
        onChange={setReason}
      />
    </FormDialog>
  )
}
