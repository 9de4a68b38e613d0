/** What the filters of a report are called on its page, by their names in the API. */
const labels: Readonly<Record<string, string>> = {
  as_of: 'As of',
  hired_from: 'Hired from',
  hired_until: 'Hired until',
  department_id: 'Department',
  team_id: 'Team',
  role_id: 'Role',
  people_role_id: 'Present role',
  location: 'Location',
  months: 'Months',
  state: 'State',
  from: 'From',
  to: 'Until',
}

/** A parameter as people know it; any other by its name. */
export const parameterName = (name: string): string => labels[name] ?? name
