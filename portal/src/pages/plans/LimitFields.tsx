import {
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { issuersQuery } from '@/api/queries'
import { dayOf } from '@/words/dates'
import { bandNames } from '@/words/facets'
import type { PlanForm } from './plan-form'

const grades = ['unproven', 'light', 'solid', 'strong'].map(value => ({
  value,
  label: value === 'strong' ? 'Strong only' : `${bandNames.quality[value]} or better`,
}))

/** What a plan has to keep to. */
export function LimitFields({ form }: { form: UseFormReturnType<PlanForm> }) {
  const issuers = useQuery(issuersQuery())
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={500} mb={4} id="objective">
          What counts first
        </Text>
        <SegmentedControl
          fullWidth
          aria-labelledby="objective"
          data={[
            { value: 'least_cost', label: 'Least cost' },
            { value: 'least_time', label: 'Least time' },
          ]}
          {...form.getInputProps('objective')}
        />
      </div>
      <SimpleGrid cols={2} spacing="sm">
        <NumberInput
          label="Budget"
          placeholder="No limit"
          min={0}
          max={10_000_000}
          decimalScale={2}
          thousandSeparator=","
          {...form.getInputProps('budget')}
        />
        <TextInput
          label="Currency"
          maxLength={3}
          {...form.getInputProps('currency')}
          onChange={event => form.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
        />
      </SimpleGrid>
      <SimpleGrid cols={2} spacing="sm">
        <NumberInput
          label="Hours a week"
          min={1}
          max={80}
          allowDecimal={false}
          {...form.getInputProps('weekly_hours')}
        />
        <TextInput
          type="date"
          label="Finished by"
          min={dayOf(new Date())}
          {...form.getInputProps('finish_by')}
        />
      </SimpleGrid>
      <Select
        label="Least quality"
        placeholder="Any"
        clearable
        data={grades}
        {...form.getInputProps('minimum_quality')}
      />
      <MultiSelect
        label="Only these issuers"
        placeholder={form.values.trusted_issuer_ids.length ? '' : 'All'}
        searchable
        clearable
        limit={50}
        data={(issuers.data ?? []).map(issuer => ({ value: issuer.issuer_id, label: issuer.name }))}
        {...form.getInputProps('trusted_issuer_ids')}
      />
      <Switch
        label="Prefer credentials that belong to one stack"
        {...form.getInputProps('prefer_stacks', { type: 'checkbox' })}
      />
      <Switch
        label="Licences and degrees may be steps"
        {...form.getInputProps('allow_licences_and_degrees', { type: 'checkbox' })}
      />
      {form.values.budget !== '' ? (
        <Switch
          label="What has an unknown cost may be a step"
          {...form.getInputProps('allow_unknown_costs', { type: 'checkbox' })}
        />
      ) : null}
      {form.values.finish_by ? (
        <Switch
          label="What takes unknown hours may be a step"
          {...form.getInputProps('allow_unknown_hours', { type: 'checkbox' })}
        />
      ) : null}
    </Stack>
  )
}
