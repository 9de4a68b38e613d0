import { ActionIcon, Button, Card, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { AudienceAttribute, Rule } from '@/api/audiences'
import {
  type Comparison,
  comparisonWords,
  conditionOn,
  type GroupKind,
  groupOf,
  kindWords,
  withPart,
} from './rule-form'
import { ValueFields } from './ValueFields'

interface Props {
  rule: Rule
  attributes: readonly AudienceAttribute[]
  /** How deep this one stands; the outermost is 1. */
  depth: number
  onChange(rule: Rule): void
  onRemove?: () => void
}

const own = 'own.'
const deepest = 4

function attributeOf(rule: Rule, attributes: readonly AudienceAttribute[]): AudienceAttribute {
  const name = rule.attribute ?? ''
  return (
    attributes.find(each => each.name === name) ?? {
      name,
      label: name.replace(own, '') || 'Own attribute',
      comparisons: ['is_any_of', 'contains'],
      values: 'text',
      takes_one_value: false,
    }
  )
}

function Remove({ what, onRemove }: { what: string; onRemove?: (() => void) | undefined }) {
  return onRemove ? (
    <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${what}`} onClick={onRemove}>
      <IconTrash size={17} aria-hidden />
    </ActionIcon>
  ) : null
}

function ConditionFields({ rule, attributes, onChange, onRemove }: Props) {
  const attribute = attributeOf(rule, attributes)
  const isOwn = attribute.name.startsWith(own)
  const choose = (name: string) => {
    const chosen = attributes.find(each => each.name === name)
    onChange(conditionOn(chosen ?? attributeOf({ ...rule, attribute: own }, attributes)))
  }
  return (
    <Group align="flex-start" gap="xs">
      <NativeSelect
        aria-label="Attribute"
        value={isOwn ? own : attribute.name}
        data={[
          ...attributes.map(each => ({ value: each.name, label: each.label })),
          { value: own, label: 'Own attribute …' },
        ]}
        onChange={event => choose(event.currentTarget.value)}
      />
      {isOwn ? (
        <TextInput
          aria-label="Name of the own attribute"
          placeholder="Such as cost_centre"
          value={attribute.name.slice(own.length)}
          onChange={event => onChange({ ...rule, attribute: `${own}${event.currentTarget.value}` })}
        />
      ) : null}
      <NativeSelect
        aria-label="Comparison"
        value={rule.comparison ?? ''}
        data={attribute.comparisons.map(each => ({ value: each, label: comparisonWords[each] }))}
        onChange={event => onChange({ ...rule, comparison: event.currentTarget.value as Comparison })}
      />
      <div style={{ flex: 1, minWidth: 200 }}>
        <ValueFields
          attribute={attribute}
          values={rule.values ?? []}
          onChange={values => onChange({ ...rule, values })}
        />
      </div>
      <Remove what={`the condition on ${attribute.label}`} onRemove={onRemove} />
    </Group>
  )
}

/** A rule as fields: a condition, or a group with rules below it. */
export function RuleFields(props: Props) {
  const { rule, attributes, depth, onChange, onRemove } = props
  if (rule.kind === 'condition') return <ConditionFields {...props} />
  const below = rule.rules ?? []
  const first = attributes[0]
  const full = rule.kind === 'not' && below.length > 0
  return (
    <Card withBorder padding="sm">
      <Stack gap="sm">
        <Group justify="space-between">
          <NativeSelect
            aria-label="How the rules go together"
            value={rule.kind}
            data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
            onChange={event => {
              const kind = event.currentTarget.value as GroupKind
              onChange(groupOf(kind, kind === 'not' ? below.slice(0, 1) : below))
            }}
          />
          <Remove what="the group" onRemove={onRemove} />
        </Group>
        {below.map((part, index) => (
          <RuleFields
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
            key={index}
            rule={part}
            attributes={attributes}
            depth={depth + 1}
            onChange={changed => onChange(withPart(rule, index, changed))}
            onRemove={() => onChange(withPart(rule, index, null))}
          />
        ))}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={full || !first}
            onClick={() => first && onChange({ ...rule, rules: [...below, conditionOn(first)] })}
          >
            Condition
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            disabled={full || depth >= deepest || !first}
            onClick={() =>
              first && onChange({ ...rule, rules: [...below, groupOf('any_of', [conditionOn(first)])] })
            }
          >
            Group
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}
