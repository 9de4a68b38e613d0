import { NumberInput, Select } from '@mantine/core'
import type { AssessmentScale } from '@/api/model'
import { scales } from '@/words/assessments'
import { levelMeaning, levelName } from '@/words/levels'

interface Props {
  scaleId: AssessmentScale
  level: number | null
  error: string | undefined
  onChange(level: number | null): void
}

/** How well: one of the named levels, or a number of the scale. */
export function LevelField({ scaleId, level, error, onChange }: Props) {
  const scale = scales.find(({ value }) => value === scaleId)
  const least = scale?.least ?? 0
  const most = scale?.most ?? 100
  if (scaleId === 'proficiency') {
    const levels = Array.from({ length: most - least + 1 }, (_, index) => least + index)
    return (
      <Select
        label="Level"
        withAsterisk
        placeholder="Choose a level"
        data={levels.map(each => ({
          value: String(each),
          label: `${levelName(each)}: ${levelMeaning(each).toLowerCase()}`,
        }))}
        value={level === null ? null : String(level)}
        error={error}
        onChange={value => onChange(value === null ? null : Number(value))}
      />
    )
  }
  return (
    <NumberInput
      label="Level"
      description={`${least} to ${most}`}
      withAsterisk
      min={least}
      max={most}
      allowDecimal={false}
      value={level ?? ''}
      error={error}
      onChange={value => onChange(typeof value === 'number' ? value : null)}
    />
  )
}
