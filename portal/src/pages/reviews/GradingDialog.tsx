import { Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Achievement, RubricCriterion, RubricVersion } from '@/api/model'
import { FormDialog, saidAt } from '@/ui/FormDialog'
import { ReasonField } from '@/ui/ReasonField'
import { pointsWords } from '@/words/points'
import { claimantOf, credentialOf } from './claim-words'
import { type GradingForm, pointsSoFar, type ScoreForm, scoreOf, scoresOf, unscored } from './grading'
import { useDecision } from './use-decision'

interface CriterionProps {
  criterion: RubricCriterion
  score: ScoreForm
  error: string | undefined
  onChange(score: ScoreForm): void
}

function CriterionScore({ criterion, score, error, onChange }: CriterionProps) {
  return (
    <Stack gap="xs">
      <Radio.Group
        label={criterion.name}
        withAsterisk
        value={score.points === null ? '' : String(score.points)}
        error={error}
        onChange={points => onChange({ ...score, points: Number(points) })}
      >
        <Stack gap={6} mt={6}>
          {criterion.levels.map(({ points, description }) => (
            <Radio
              key={points}
              value={String(points)}
              label={description ? `${pointsWords(points)}: ${description}` : pointsWords(points)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        aria-label={`Note on ${criterion.name}`}
        placeholder="Note, if there is something to say"
        maxLength={500}
        value={score.note}
        onChange={event => onChange({ ...score, note: event.currentTarget.value })}
      />
    </Stack>
  )
}

interface Props {
  claim: Achievement
  rubric: RubricVersion
  onClose(): void
}

/** Fills the rubric of a capstone; the points decide whether it is verified or refused. */
export function GradingDialog({ claim, rubric, onClose }: Props) {
  const [form, setForm] = useState<GradingForm>({})
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const decide = useDecision(claim, onClose)
  const points = pointsSoFar(form, rubric)
  const missing = unscored(form, rubric)
  const passes = points >= rubric.passing_points
  const fails = !passes && missing.length === 0
  const lacksReason = fails && !reason.trim()
  return (
    <FormDialog
      title="Fill the rubric"
      size="lg"
      error={decide.error}
      fields={['reason']}
      action={fails ? 'Refuse' : 'Verify'}
      grave={fails}
      busy={decide.isPending}
      onSubmit={() => {
        setTried(true)
        if (missing.length || lacksReason) return
        decide.mutate({
          decision: passes ? 'verified' : 'refused',
          reason: reason.trim() || null,
          scores: scoresOf(form, rubric),
        })
      }}
      onClose={onClose}
    >
      <Text size="sm">
        {credentialOf(claim)}, claimed by {claimantOf(claim)}, who sees the rubric as it is filled.
      </Text>
      {rubric.criteria.map(criterion => (
        <CriterionScore
          key={criterion.criterion_id}
          criterion={criterion}
          score={scoreOf(form, criterion)}
          error={tried && missing.includes(criterion) ? 'Say what it is worth.' : undefined}
          onChange={score => setForm({ ...form, [criterion.criterion_id]: score })}
        />
      ))}
      <Text fw={600} role="status">
        {pointsWords(points)}, {rubric.passing_points} needed
        {passes ? ': it passes.' : fails ? ': it does not pass, so it is refused.' : '.'}
      </Text>
      {fails ? (
        <ReasonField
          description={`${claimantOf(claim)} sees it.`}
          required
          value={reason}
          error={tried && lacksReason ? 'Say why.' : saidAt(decide.error, 'reason')}
          onChange={setReason}
        />
      ) : null}
    </FormDialog>
  )
}
