import { Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Credential } from '@/api/model'
import { skillsQuery } from '@/api/queries'
import { levelMeaning, levelName } from '@/words/levels'
import { LevelPips } from '../../progress/Readiness'

/** The skills that a credential proves, each with its level. */
export function GrantedSkills({ granted }: { granted: Credential['skills_granted'] }) {
  const skills = useQuery(skillsQuery())
  return (
    <section aria-labelledby="granted">
      <Title order={2} id="granted" mb="sm">
        What it proves
      </Title>
      <Card>
        {granted.length ? (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {granted.map(({ skill_id, level }) => (
              <Group component="li" key={skill_id} gap="md" wrap="nowrap" align="center">
                <LevelPips held={level} required={0} />
                <div>
                  <Text fw={560} className="sentence">
                    {skills.data?.find(skill => skill.skill_id === skill_id)?.name ?? skill_id}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {levelName(level)}: {levelMeaning(level).toLowerCase()}
                  </Text>
                </div>
              </Group>
            ))}
          </Stack>
        ) : (
          <Text size="sm" c="dimmed">
            It grants no skill by itself; roles can ask for it by name.
          </Text>
        )}
      </Card>
    </section>
  )
}
